// Before and after: how the share of all exchange that passes between two functions differs between two spans of months.
// Which changes are clear was worked out (by resampling) for one split only; for any other the page says so.
workshop.compare = (() => {
  const { model, words, scene } = workshop;
  const { functions, known, time, K } = model;
  const { element, text, fill, percent, nameOf, bdi } = words;
  const given = time.compare;
  const last = time.months.length - 1;

  const splitOf = (state) => state.compare.after[0];
  const exchangeOf = (months) => model.exchange({ months, channels: workshop.state.channels });
  // The share of each two functions in what passes among some functions.
  const sharesAmong = (some, { matrix }) => {
    let all = 0;
    some.forEach((f, i) => some.slice(i).forEach((g) => { all += matrix[f.index * K + g.index]; }));
    return (f, g) => (all ? matrix[f.index * K + g.index] / all : 0);
  };
  // Every pair with its share before and after; `clear` true or false, or null where that is not known.
  const workedOut = () => {
    const { state } = workshop, { before, after } = state.compare;
    return given && !state.channels && before[0] === 0 && after[1] === last && splitOf(state) === given.split && before[1] === given.split - 1;
  };
  const pairs = () => {
    const { before, after } = workshop.state.compare;
    if (workedOut()) return given.pairs.map(([a, b, x, y, clear]) => ({ a, b, before: x, after: y, clear }));
    const sides = [exchangeOf(before), exchangeOf(after)].map((side) => ({ ...side, matrix: side.matrix.slice() })), found = [];
    // Who is left out on one side is left out of the whole on both: else all other shares would seem to change.
    const both = known.filter((f) => !sides.some(({ missing }) => missing.has(f.index)));
    // So is exchange of two functions of which one side does not tell.
    for (const f of both) for (const g of both) if (sides.some(({ hides }) => hides(f, g))) sides.forEach(({ matrix }) => { matrix[f.index * K + g.index] = 0; });
    const [x, y] = sides.map((side) => sharesAmong(both, side));
    both.forEach((f, i) => both.slice(i).forEach((g) => {
      const pair = { a: f.index, b: g.index, before: x(f, g), after: y(f, g), clear: null };
      if (pair.before || pair.after) found.push(pair);
    }));
    return found;
  };
  const ranked = () => pairs().sort((one, other) => (other.clear === true) - (one.clear === true) || Math.abs(other.after - other.before) - Math.abs(one.after - one.before));

  const drawLinks = (pen, at, scale) => {
    const rows = ranked().filter(({ a, b }) => a !== b && scene.on(functions[a]) && scene.on(functions[b]));
    const most = Math.max(...rows.map((row) => Math.abs(row.after - row.before)), 1e-9), colors = scene.theme();
    const tested = rows.some((row) => row.clear !== null);
    for (const row of rows.slice(0, 40).reverse()) {
      const change = row.after - row.before, strength = Math.abs(change) / most;
      if (strength < 0.08) continue;
      const quiet = tested && !row.clear; // within what chance gives
      const from = at(functions[row.a]), to = at(functions[row.b]);
      pen.lines([...from, ...to], Math.max(1.5, 14 * model.page.unit * strength * scale), scene.alpha(quiet ? colors.link : change > 0 ? colors.more : colors.less, quiet ? 0.25 : 0.75), change > 0 ? [] : [9, 6]);
      if (!quiet) pen.text(change > 0 ? "+" : "−", (from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + 7, { size: 20, weight: 700, color: colors.ink, halo: colors.paper });
    }
  };
  const span = (which) => words.months(workshop.state.compare[which]);
  const list = () => {
    const told = new Set(pairs().flatMap(({ a, b }) => [a, b]));
    const rows = told.size > 1 ? ranked() : []; // one function's share of itself is no comparison
    const box = element("ul", { className: "rows changes" }), clear = rows.filter((row) => row.clear);
    const known_ = rows.some((row) => row.clear !== null);
    for (const row of (clear.length ? clear : rows).slice(0, 8)) {
      const names = row.a === row.b ? fill("inside_of", { name: nameOf(functions[row.a]) }) : `${nameOf(functions[row.a])} – ${nameOf(functions[row.b])}`;
      const sign = row.after > row.before ? "▲" : "▼";
      box.append(element("li", {}, element("span", { className: "sign", textContent: sign, ariaHidden: "true" }), bdi(names), element("span", { className: "value", textContent: `${percentFine(row.before)} → ${percentFine(row.after)}` })));
    }
    const how = !rows.length ? "" : element("p", { className: "note", textContent: known_ ? (clear.length ? words.count("compare_clear", clear.length) : text("compare_none")) : text("compare_unknown") });
    const left = element("p", { className: "note", textContent: fill("few_left_out", { n: model.page.min_group }) });
    return [element("h2", { className: "part", textContent: fill("compare_title", { before: span("before"), after: span("after") }) }), element("p", { className: "note", textContent: text("compare_means") }), controls(), ...trend(), how, box, ...(told.size < known.length ? [left] : [])];
  };
  // What changed in the whole, from the month in which it did; the tour says it itself.
  const trend = () => {
    const step = (model.page.story?.steps ?? []).find(({ key }) => key === "changed");
    const told = step && workedOut() && workshop.state.step === null;
    return told ? [element("p", { className: "trend", textContent: step.sentences.map(words.said).join(" ") })] : [];
  };
  const percentFine = (x) => new Intl.NumberFormat(words.lang(), { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(x);
  const controls = () => {
    const split = splitOf(workshop.state);
    const input = element("input", { type: "range", id: "split", min: 1, max: last, step: 1, value: split });
    input.setAttribute("aria-label", text("compare_split"));
    input.setAttribute("aria-valuetext", words.month(split));
    input.oninput = () => { at(Number(input.value)); document.getElementById("split")?.focus(); };
    return element("p", { className: "split" }, element("label", { htmlFor: "split", textContent: `${text("compare_split")} ${words.month(split)}` }), input);
  };
  const at = (split) => workshop.set({ compare: { before: [0, split - 1], after: [split, last] }, view: "functions", chosen: null, months: null });
  const possible = () => last >= 1 && known.length > 1 && (model.hasCells || Boolean(time.margins));
  const toggle = () => (workshop.state.compare ? workshop.set({ compare: null }) : at(given ? given.split : Math.ceil((last + 1) / 2)));
  return { drawLinks, list, toggle, at, possible };
})();
