// Who should own: weights of the criteria by slider, the ranking they give, and what would make each other function first.
//
// A function's score is the sum of weight times evidence. "Why not ...?" raises the weight of one family of criteria (or of
// a mix of two) at the cost of the others in proportion: weights w become (1 - t) w + t d, where d has all weight on what is
// raised. Scores then change in straight lines, so a function is first for t in one interval; the d that changes the weights
// least in sum, t |d - w|, is told.
workshop.screens.owner = (() => {
  const { model, words } = workshop;
  const { element, text, fill, percent, decimal, number, bdi, dot, said } = words;
  const given = model.page.owner;
  if (!given) return { label: "screen_owner", available: false };
  const byName = new Map(model.functions.map((f) => [f.name, f]));
  const { families, candidates } = given, K = families.length;
  const profileOf = (key) => given.profiles.find((one) => one.key === key);
  const MIX = 20, CLEAR = 1e-9;

  let picked = given.audience, raw = profileOf(picked).weights.map((w) => 100 * w);
  const weightsNow = () => {
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => (sum > 0 ? value / sum : 1 / K));
  };
  const dotted = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const scoresOf = (weights) => candidates.map((one) => dotted(one.evidence, weights));

  // ---- why not ...? ----
  const directions = (() => {
    const unit = (k) => families.map((_, i) => (i === k ? 1 : 0));
    const single = families.map((_, k) => ({ of: [k], to: unit(k) }));
    const mixed = [];
    for (let a = 0; a < K; a++) for (let b = a + 1; b < K; b++) for (let m = 1; m < MIX; m++) {
      const share = m / MIX;
      mixed.push({ of: [a, b], to: families.map((_, i) => (i === a ? share : i === b ? 1 - share : 0)) });
    }
    return [single, mixed];
  })();
  // The part of [0, 1] on the way to `to` in which candidate `one` is first; null where there is none.
  const span = (one, to, now) => {
    const there = scoresOf(to);
    let low = 0, high = 1;
    for (let j = 0; j < candidates.length; j++) {
      if (j === one) continue;
      const from = now[one] - now[j], until = there[one] - there[j]; // its lead, at the start and at the end of the way
      if (from < 0 && until <= CLEAR) return null;
      if (from < 0) low = Math.max(low, -from / (until - from));
      else if (until < 0) high = Math.min(high, from / (from - until));
    }
    return low <= high ? [low, high] : null;
  };
  const flip = (one, weights, now) => {
    for (const group of directions) {
      let best = null;
      for (const { of, to } of group) {
        const found = span(one, to, now);
        if (!found) continue;
        const change = found[0] * to.reduce((sum, value, i) => sum + Math.abs(value - weights[i]), 0);
        if (!best || change < best.change) best = { of, change, at: found.map((t) => weights.map((w, i) => (1 - t) * w + t * to[i])) };
      }
      if (best) return best;
    }
    return null;
  };
  const behindEverywhere = (one) => candidates.find((other) => other !== candidates[one] && other.evidence.every((value, i) => value >= candidates[one].evidence[i]));
  const familyName = (k) => said(families[k].name);
  const whyNot = (one, weights, now) => {
    const found = flip(one, weights, now);
    if (found && found.of.length === 1) {
      const k = found.of[0], [low, high] = found.at.map((w) => w[k]);
      const values = { family: familyName(k), low: upTo(low), high: percent(high), now: percent(weights[k]) };
      if (low > 0.99) return fill("owner_flip_alone", { family: familyName(k) });
      return fill(high > 0.9999 ? "owner_flip" : "owner_flip_between", values);
    }
    if (found) {
      const [a, b] = found.of, at = found.at[0];
      return fill("owner_flip_two", { a: familyName(a), x: upTo(at[a]), b: familyName(b), y: upTo(at[b]) });
    }
    const better = behindEverywhere(one);
    return better ? fill("owner_behind", { name: workshop.isolated(better.function) }) : text("owner_never");
  };
  const score = (value) => decimal(Math.abs(value) < 0.05 ? 0 : value, 1).replace("-", "−");
  const upTo = (share) => percent(Math.min(1, Math.ceil(100 * share - 1e-9) / 100)); // "47% or more" has to be enough

  // ---- sliders ----
  const slider = (k) => {
    const id = `owner-weight-${families[k].key}`;
    const input = element("input", { type: "range", id, min: 0, max: 100, step: 1, value: Math.round(raw[k]) });
    input.oninput = () => { raw[k] = Number(input.value); update(); };
    const gloss = element("span", { className: "note", id: `${id}-gloss`, textContent: said(families[k].gloss) });
    input.setAttribute("aria-describedby", gloss.id);
    return element("div", { className: "weight" }, element("label", { htmlFor: id, textContent: said(families[k].name) }), element("output", { className: "value" }), input, gloss);
  };
  const profiles = () => {
    const group = element("div", { className: "profiles", role: "group", ariaLabel: text("owner_profiles") });
    for (const { key, name, weights } of given.profiles) {
      const made = element("button", { type: "button", textContent: said(name), onclick: () => { picked = key; raw = weights.map((w) => 100 * w); update(); } });
      made.dataset.profile = key;
      group.append(made);
    }
    return group;
  };

  // ---- the ranking ----
  let box = null, rows = [];
  const rowOf = (one) => {
    const item = element("li", {}), f = byName.get(one.function), judged = one.suitability === null ? "" : fill("owner_judged", { value: decimal(one.suitability, 2) });
    item.append(element("span", { className: "place" }), element("span", { className: "name" }, f ? dot(f) : "", bdi(one.function)), element("span", { className: "value" }),
      element("span", { className: "bar", ariaHidden: "true" }, element("i"), element("b")), element("p", { className: "why" }), ...(judged ? [element("p", { className: "note", textContent: judged })] : []));
    if (f) item.style.setProperty("--of", f.color);
    return item;
  };
  const update = () => {
    const weights = weightsNow(), now = scoresOf(weights);
    const order = candidates.map((_, i) => i).sort((a, b) => now[b] - now[a]);
    const low = Math.min(0, ...now), high = Math.max(0, ...now), range = high - low || 1;
    box.querySelectorAll(".weight").forEach((one, k) => {
      const input = one.querySelector("input");
      input.value = Math.round(raw[k]);
      input.setAttribute("aria-valuetext", percent(weights[k]));
      one.querySelector("output").textContent = percent(weights[k]);
    });
    const as = ({ weights: wanted }) => wanted.every((w, k) => Math.abs(w - weights[k]) < 0.006);
    if (!as(profileOf(picked))) picked = given.profiles.find(as)?.key ?? picked; // two audiences may have the same weights
    for (const one of box.querySelectorAll("[data-profile]")) one.setAttribute("aria-pressed", String(one.dataset.profile === picked && as(profileOf(picked))));
    const list = box.querySelector(".ranking"), before = new Map(rows.map((row) => [row, row.offsetTop]));
    order.forEach((i, place) => {
      const row = rows[i], [fillBar, zero] = row.querySelector(".bar").children;
      row.querySelector(".place").textContent = number(place + 1);
      row.querySelector(".value").textContent = score(now[i]);
      fillBar.style.left = `${100 * (Math.min(0, now[i]) - low) / range}%`;
      fillBar.style.width = `${100 * Math.abs(now[i]) / range}%`;
      zero.style.left = `${100 * -low / range}%`;
      row.classList.toggle("first", place === 0);
      row.querySelector(".why").textContent = place === 0 ? text("owner_first") : whyNot(i, weights, now);
    });
    const changed = order.some((i, place) => list.children[place] !== rows[i]);
    if (changed) list.append(...order.map((i) => rows[i]));
    document.getElementById("owner-now").textContent = fill("owner_now", { name: workshop.isolated(candidates[order[0]].function) });
    if (changed && !matchMedia("(prefers-reduced-motion: reduce)").matches) for (const row of rows) {
      const by = before.get(row) - row.offsetTop;
      if (by && row.animate) row.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: 250, easing: "ease-out" });
    }
  };

  const gate = ({ text: both, passed }) => element("li", {}, element("span", { className: "sign", textContent: passed ? "✓" : "✗", ariaHidden: "true" }),
    element("span", { className: "spoken", textContent: `${text(passed ? "owner_passed" : "owner_failed")} ` }), element("span", { textContent: said(both) }));
  const render = (into) => {
    box = into;
    rows = candidates.map(rowOf);
    box.append(
      element("p", { className: "lead", textContent: said(given.outcome) }),
      element("div", { className: "columns" },
        element("section", { className: "weights" }, element("h3", { textContent: text("owner_weights") }), element("p", { className: "note", textContent: text("owner_weights_how") }), profiles(), ...families.map((_, k) => slider(k))),
        element("section", {}, element("h3", { id: "owner-now", ariaLive: "polite" }), element("p", { className: "note", textContent: text("owner_score_means") }), ...(given.withheld ? [element("p", { className: "note", id: "owner-withheld", textContent: said(given.withheld) })] : []), element("ol", { className: "ranking" }, ...rows))),
      ...(given.gates.length ? [element("h3", { textContent: fill("owner_gates_of", { name: workshop.isolated(given.first) }) }), element("ul", { className: "gates" }, ...given.gates.map(gate))] : []),
      ...(given.barred.length ? [element("ul", { className: "gates" }, ...given.barred.map((one) => element("li", { textContent: said(one.text) })))] : []),
    );
    update();
  };
  const flips = () => { const weights = weightsNow(), now = scoresOf(weights); return candidates.map((one, i) => ({ function: one.function, flip: flip(i, weights, now) })); };
  return { label: "screen_owner", available: true, render, weights: weightsNow, scores: () => scoresOf(weightsNow()), flips };
})();
