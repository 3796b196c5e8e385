// The audience's guesses, counted by hand before the measured ranking is shown beside them.
workshop.screens.guess = (() => {
  const { model, words } = workshop;
  const { element, text, fill, number, bdi, dot } = words;
  const given = model.page.guess;
  const byName = new Map(model.functions.map((f) => [f.name, f]));
  const votes = new Map(given ? given.functions.map((name) => [name, 0]) : []);
  let revealed = false;

  // The answer at the top of the page would tell: it stays away until the guesses are in.
  const headline = (told) => { document.getElementById("answer").textContent = words.said(told ? model.page.story.answer : model.page.title); };

  const total = () => [...votes.values()].reduce((a, b) => a + b, 0);
  const fine = (x) => new Intl.NumberFormat(words.lang(), { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(x);
  const nameOf = (name) => element("span", { className: "name" }, byName.has(name) ? dot(byName.get(name)) : "", bdi(name));
  const bar = (share, className) => {
    const inner = element("i");
    inner.style.width = `${100 * Math.max(share, 0)}%`;
    return element("span", { className: `bar ${className}`, ariaHidden: "true" }, inner);
  };

  // ---- counting ----
  const counter = (name) => {
    const shown = element("output", { textContent: number(votes.get(name)) });
    const add = (by) => {
      votes.set(name, Math.max(0, votes.get(name) + by));
      shown.textContent = number(votes.get(name));
      fewer.setAttribute("aria-disabled", String(votes.get(name) === 0));
      counted();
    };
    const button = (sign, label, by) => {
      const made = element("button", { type: "button", textContent: sign, onclick: () => add(by) });
      made.setAttribute("aria-label", fill(label, { name: workshop.isolated(name) }));
      return made;
    };
    const fewer = button("−", "guess_fewer", -1), more = button("+", "guess_more", 1);
    fewer.setAttribute("aria-disabled", String(votes.get(name) === 0));
    const item = element("li", {}, nameOf(name), fewer, shown, more);
    // + and − count, up and down go from function to function
    item.onkeydown = (event) => {
      const by = { "+": 1, "=": 1, "-": -1 }[event.key], step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) add(by);
      const place = event.target === fewer ? "button" : "button:last-of-type";
      const next = step && (step > 0 ? item.nextElementSibling : item.previousElementSibling);
      if (next) next.querySelector(place).focus();
      if (by || step) { event.preventDefault(); event.stopPropagation(); }
    };
    return item;
  };
  const counted = () => {
    const line = document.getElementById("guess-total");
    if (line) line.textContent = words.count("guess_total", total());
  };
  const counting = () => [
    element("p", { className: "lead", textContent: text("guess_question") }),
    element("p", { className: "note", textContent: text("guess_how") }),
    element("ul", { className: given.functions.length > 12 ? "votes" : "votes few" }, ...given.functions.map(counter)),
    element("p", { className: "actions" }, element("span", { id: "guess-total", role: "status", textContent: words.count("guess_total", total()) }),
      element("button", { type: "button", id: "guess-reveal", className: "main", textContent: text("guess_reveal"), onclick: () => show(true, "guess-verdict") }),
      element("button", { type: "button", textContent: text("guess_reset"), onclick: () => { for (const name of votes.keys()) votes.set(name, 0); show(false, null); } })),
  ];

  // ---- the measured ranking beside the guesses ----
  const verdict = () => {
    const found = given.rows.filter((row) => row.found), first = (given.rows.find((row) => !row.onward) ?? given.rows[0]).function;
    const measured = found.length ? fill("guess_measured", { name: found.map((row) => workshop.isolated(row.function)).join(", ") }) : fill("guess_none", { name: workshop.isolated(first) });
    const most = Math.max(...votes.values());
    if (!most) return measured;
    const names = [...votes].filter(([, n]) => n === most).map(([name]) => workshop.isolated(name)).join(", ");
    return `${fill("guess_most", { name: names, n: number(most), of: number(total()) })} ${measured}`;
  };
  const revealing = () => {
    const most = Math.max(...given.rows.map((row) => Math.max(row.share, row.expected)), 1e-9), voted = Math.max(...votes.values(), 1);
    const list = given.rows.map((row) => {
      const place = row.low === row.high ? fill("guess_rank", { n: row.rank }) : fill("guess_rank_range", { n: row.rank, low: row.low, high: row.high });
      const rank = row.found ? `★ ${place}` : row.onward ? `${place} · ${text("guess_onward")}` : place;
      const mark = bar(row.share / most, "measured"), usual = element("b");
      usual.style.left = `${100 * row.expected / most}%`;
      mark.append(usual);
      return element("li", { className: row.found ? "found" : "" }, nameOf(row.function), element("span", { className: "rank", textContent: rank }),
        mark, element("span", { className: "value", textContent: fill("guess_share", { share: fine(row.share), expected: fine(row.expected) }) }),
        bar(votes.get(row.function) / voted, "voted"), element("span", { className: "value", textContent: words.count("guess_votes", votes.get(row.function)) }));
    });
    return [
      element("p", { className: "lead", id: "guess-verdict", tabIndex: -1, textContent: verdict() }),
      element("p", { className: "note", textContent: text("guess_means") }),
      element("ol", { className: "measured-list" }, ...list),
      element("p", { className: "actions" }, element("button", { type: "button", textContent: text("guess_again"), onclick: () => show(false, "guess-reveal") })),
    ];
  };

  let box = null;
  const render = (into) => { box = into; headline(revealed); box.replaceChildren(...(revealed ? revealing() : counting())); };
  const show = (wanted, focus) => {
    revealed = wanted;
    render(box);
    (focus ? document.getElementById(focus) : box.querySelector(".votes button"))?.focus();
    box.parentElement.scrollTop = 0;
  };
  return { label: "screen_guess", available: Boolean(given && model.page.story), render, close: () => headline(true) };
})();
