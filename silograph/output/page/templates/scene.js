// The picture: what is drawn, where and how, for any state; with a pen that draws or writes SVG.
workshop.scene = (() => {
  const { model, words, labels } = workshop;
  const { functions, known, people, ties, page } = model;
  const MOST_TIES = 4000, MOST_LINKS = 60;

  const THEMES = {
    light: { paper: "#fbfbf9", ink: "#1b1f24", soft: "#57606a", link: "#5b6570", accent: "#0b57d0", more: "#0b57d0", less: "#b04a06", rim: "#000000" },
    dark: { paper: "#14181d", ink: "#f0f3f6", soft: "#a8b2bd", link: "#9aa5b1", accent: "#79b1ff", more: "#79b1ff", less: "#f0a35e", rim: "#ffffff" },
    projector: { paper: "#ffffff", ink: "#000000", soft: "#3a424b", link: "#3f4850", accent: "#003fa8", more: "#003fa8", less: "#8f3a00", rim: "#000000" },
  };
  const theme = () => THEMES[workshop.state.theme];
  const alpha = (color, share) => `${color}${Math.round(255 * share).toString(16).padStart(2, "0")}`;
  // A rim of the same hue that stands out from the paper (contrast of 3 to 1), however pale or dark the colour.
  const mixed = (color, other, share) => `#${[1, 3, 5].map((i) => Math.round(parseInt(color.slice(i, i + 2), 16) * (1 - share) + parseInt(other.slice(i, i + 2), 16) * share).toString(16).padStart(2, "0")).join("")}`;
  const light = (color) => [1, 3, 5].reduce((sum, at, i) => { const part = parseInt(color.slice(at, at + 2), 16) / 255; return sum + [0.2126, 0.7152, 0.0722][i] * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4); }, 0);
  const contrast = (one, other) => { const [dim, bright] = [light(one), light(other)].sort((a, b) => a - b); return (bright + 0.05) / (dim + 0.05); };
  const rims = new Map();
  const rimOf = (f) => {
    const { paper, rim } = theme(), key = `${f.color}${paper}`;
    if (!rims.has(key)) {
      let share = 0.25;
      while (share < 1 && contrast(mixed(f.color, rim, share), paper) < 4) share += 0.05;
      rims.set(key, mixed(f.color, rim, Math.min(Math.max(share, 0.4), 1)));
    }
    return rims.get(key);
  };

  const on = (f) => !workshop.state.off.has(f.index);
  const opened = () => workshop.state.open;
  const hasDots = (f) => (workshop.state.view === "people" || f === opened()) && f.members.length > 0;
  const shownFunctions = () => functions.filter((f) => (workshop.state.view === "people" ? f.members.length > 0 : f.known));
  const radius = (f) => (hasDots(f) ? f.disc : f.r);

  // ---- what is connected to what is chosen ----
  const near = () => {
    const { chosen, focus } = workshop.state;
    if (chosen && chosen.person) {
      const s = model.strengths(workshop.choice());
      const found = new Set([chosen.person.f]);
      for (const tie of model.tiesOf(chosen.person)) if (s[tie]) found.add(model.otherEnd(tie, chosen.person).f);
      (chosen.person.where || []).forEach((f, i) => { if (i % 2 === 0) found.add(f); });
      return found;
    }
    if (chosen) return new Set([chosen.of.index, ...model.partnersOf(chosen.of, workshop.choice()).partners.keys()]);
    return focus.length ? new Set(focus) : null;
  };

  // ---- links between functions ----
  const linksNow = () => {
    const { matrix } = model.exchange(workshop.choice());
    const pairs = [];
    known.forEach((f, i) => known.slice(i + 1).forEach((g) => {
      const value = matrix[f.index * model.K + g.index];
      if (value > 0 && on(f) && on(g)) pairs.push({ a: f, b: g, value });
    }));
    pairs.sort((one, other) => other.value - one.value);
    const drawn = new Set(pairs.slice(0, MOST_LINKS));
    for (const f of known) pairs.filter((pair) => pair.a === f || pair.b === f).slice(0, 2).forEach((pair) => drawn.add(pair));
    const { chosen } = workshop.state;
    if (chosen && chosen.of) pairs.filter((pair) => pair.a === chosen.of || pair.b === chosen.of).forEach((pair) => drawn.add(pair));
    return { drawn: pairs.filter((pair) => drawn.has(pair)).reverse(), all: pairs.length, strongest: pairs.length ? pairs[0].value : 1 };
  };
  const drawLinks = (pen, at, scale) => {
    const { drawn, strongest } = linksNow(), { chosen, focus } = workshop.state, colors = theme();
    const marked = chosen && chosen.of ? new Set([chosen.of.index]) : focus.length ? new Set(focus) : null;
    for (const { a, b, value } of drawn) {
      const strong = !marked || marked.has(a.index) || marked.has(b.index);
      const share = value / strongest, width = Math.max(1, Math.min(20 * page.unit * scale, opened() ? 8 : 30) * share);
      pen.lines([...at(a), ...at(b)], width, alpha(colors.link, strong && !opened() ? 0.32 + 0.35 * share : 0.1));
    }
  };

  // ---- ties between people ----
  const tiesNow = () => {
    const s = model.strengths(workshop.choice()), found = [];
    let all = 0;
    for (let i = 0; i < s.length; i++) {
      if (!s[i] || !on(functions[people[ties.a[i]].f]) || !on(functions[people[ties.b[i]].f])) continue;
      all += 1;
      if (found.length < MOST_TIES) found.push(i);
    }
    return { drawn: found, all };
  };
  const drawTies = (pen, at, chosen) => {
    const colors = theme(), inner = new Map(), outer = [];
    const { drawn } = tiesNow();
    const dimmed = chosen ? 0.35 : 1;
    for (const i of drawn) {
      const a = people[ties.a[i]], b = people[ties.b[i]], segment = [...at(a), ...at(b)];
      if (a.f !== b.f) outer.push(...segment);
      else if (inner.has(a.f)) inner.get(a.f).push(...segment);
      else inner.set(a.f, segment);
    }
    for (const [f, segments] of inner) pen.lines(segments, 0.9, alpha(rimOf(functions[f]), 0.22 * dimmed));
    if (outer.length) pen.lines(outer, 0.9, alpha(colors.link, Math.min(0.4, 12 / Math.sqrt(drawn.length)) * dimmed));
  };
  const drawChosenTies = (pen, at, chosen) => {
    const s = model.strengths(workshop.choice()), colors = theme(), members = chosen.person ? [chosen.person] : chosen.of.members;
    const inner = [], outer = [], reached = new Set(members);
    for (const person of members) for (const tie of model.tiesOf(person)) {
      const other = model.otherEnd(tie, person);
      if (!s[tie] || !on(functions[other.f])) continue;
      reached.add(other);
      (other.f === person.f ? inner : outer).push(...at(person), ...at(other));
    }
    const strength = chosen.person ? 0.9 : Math.min(0.6, 14 / Math.sqrt(outer.length / 4 + 1));
    pen.lines(inner, chosen.person ? 1.6 : 0.9, alpha(rimOf(functions[members[0]?.f ?? 0]), chosen.person ? 0.8 : 0.25));
    pen.lines(outer, chosen.person ? 1.8 : 1, alpha(colors.ink, strength));
    return reached;
  };

  // ---- discs and dots ----
  const drawFence = (pen, at, f, scale, strong) => {
    const [x, y] = at(f);
    pen.circles([x, y, f.disc * scale], { fill: alpha(f.color, strong ? 0.2 : 0.13), stroke: alpha(rimOf(f), strong ? 1 : 0.55), width: strong ? 2.5 : 1.2 });
  };
  const drawDots = (pen, at, scale, wanted) => {
    const by = new Map(), silent = [], { seen } = model.present(workshop.choice());
    for (const p of wanted) {
      if (!on(functions[p.f])) continue;
      const [x, y] = at(p), place = [x, y, Math.max(1.6, p.size * scale)];
      if (seen && !seen[p.index]) { silent.push(...place); continue; }
      if (!by.has(p.f)) by.set(p.f, []);
      by.get(p.f).push(...place);
    }
    if (silent.length) pen.circles(silent, { fill: theme().paper, stroke: alpha(theme().soft, 0.6), width: 1 });
    for (const [f, places] of by) pen.circles(places, { fill: functions[f].color, stroke: rimOf(functions[f]), width: 1.2 });
  };
  const drawBubble = (pen, at, f, scale, faint) => {
    const [x, y] = at(f), r = f.r * scale, colors = theme();
    if (!on(f)) { pen.circles([x, y, r], { stroke: colors.soft, width: 1.5, dash: [5, 5] }); return; }
    pen.circles([x, y, r], { fill: colors.paper });
    const empty = missing().has(f.index);
    pen.circles([x, y, r], { fill: empty ? null : alpha(f.color, faint ? 0.35 : 1), stroke: alpha(rimOf(f), faint ? 0.5 : 1), width: Math.max(1.5, r * 0.06), dash: empty ? [3, 4] : [] });
  };
  const missing = () => model.exchange(workshop.choice()).missing;
  const ring = (pen, at, f, scale) => {
    const [x, y] = at(f);
    pen.circles([x, y, radius(f) * scale + 5], { stroke: theme().accent, width: 3.5 });
  };

  // ---- labels ----
  const drawLabels = (pen, at, scale, size) => {
    const { state } = workshop, colors = theme(), close = near();
    const shown = shownFunctions(), many = shown.length > 20;
    const large = state.theme === "projector" ? 1.15 : 1;
    const letter = large * Math.max(many || size.width < 480 ? 11 : 13, Math.min(19, size.height / (many ? 60 : 42), size.width / 30));
    const circles = shown.map((f) => { const [x, y] = at(f); return { x, y, r: radius(f) * scale, of: f }; });
    const rank = (f) => (f === state.hovered ? 4 : 0) + (state.focus.includes(f.index) ? 2 : 0) + (!close || close.has(f.index) ? 1 : 0);
    const room = { taken: size.taken.slice(), circles, width: size.width, height: size.height };
    const bold = { size: letter, weight: 600 }, plain = { size: letter * 0.85 };
    const texts = [];
    for (const c of circles.slice().sort((a, b) => rank(b.of) - rank(a.of) || b.r - a.r)) {
      const lines = labels.wrapped(words.nameOf(c.of), letter * 11, (text) => pen.measure(text, bold));
      const under = many || hasDots(c.of) ? null : on(c.of) ? countOf(c.of) : words.text("taken_out");
      const w = Math.max(...lines.map((text) => pen.measure(text, bold)), under ? pen.measure(under, plain) : 0) + 4;
      const h = lines.length * letter * 1.2 + (under ? letter * 1.05 : 0);
      const optional = shown.length > (size.width < 480 ? 10 : 20) && c.of !== state.hovered && !(close && close.has(c.of.index));
      const box = labels.place({ w, h, above: hasDots(c.of), optional }, c, room);
      if (!box) continue;
      room.taken.push(box);
      texts.push({ box, lines, under, faint: close && !close.has(c.of.index) });
    }
    for (const { box, lines, under, faint } of texts) {
      let y = box.y + letter * 0.95;
      const x = box.x + box.w / 2, halo = alpha(colors.paper, 0.9), color = faint ? colors.soft : colors.ink;
      for (const line of lines) { pen.text(line, x, y, { ...bold, color, halo }); y += letter * 1.2; }
      if (under) pen.text(under, x, y - letter * 0.12, { ...plain, color: colors.soft, halo });
    }
    const tags = state.view === "people" || opened() ? drawTags(pen, at, scale, { letter: Math.max(11.5, letter * 0.85), room }) : [];
    scene.boxes = [...texts.map((text) => text.box), ...tags];
  };
  const countOf = (f) => {
    if (missing().has(f.index)) return words.text("few");
    const { of } = model.present(workshop.choice());
    return of ? words.count(f.teams ? "n_teams" : "n_people", of[f.index]) : "";
  };
  const drawTags = (pen, at, scale, { letter, room }) => {
    const { chosen, hovered } = workshop.state, colors = theme(), s = model.strengths(workshop.choice());
    let wanted = [];
    if (chosen && chosen.person) {
      const ranked = model.tiesOf(chosen.person).filter((tie) => s[tie]).sort((a, b) => s[b] - s[a]).slice(0, 8);
      wanted = [chosen.person, ...ranked.map((tie) => model.otherEnd(tie, chosen.person))];
    } else if (!chosen && scale > 2.3) wanted = visiblePeople().slice().sort((a, b) => b.size - a.size).slice(0, 150);
    if (hovered && hovered.tag) wanted = [hovered, ...wanted.filter((p) => p !== hovered)];
    wanted = wanted.filter((p) => on(functions[p.f]));
    const circles = wanted.map((p) => { const [x, y] = at(p); return { x, y, r: p.size * scale + 1, of: p }; });
    const boxes = [];
    wanted.forEach((person, i) => {
      const text = labels.shortened(person.tag, letter * 14, (one) => pen.measure(one, { size: letter }));
      const box = labels.place({ w: pen.measure(text, { size: letter }), h: letter * 1.15 }, { ...circles[i], r: circles[i].r + 1 }, { ...room, circles: wanted.length < 20 ? circles : [] });
      if (!box) return;
      room.taken.push(box);
      boxes.push(box);
      pen.text(text, box.x, box.y + letter * 0.92, { size: letter, color: colors.ink, halo: alpha(colors.paper, 0.94), align: "left" });
    });
    return boxes;
  };
  const visiblePeople = () => (workshop.state.view === "people" ? people : opened() ? opened().members : []);

  // ---- all of it ----
  // `sight`: {scale, x, y} of the middle of the screen in page units; `size`: {width, height, taken} in pixels.
  const draw = (pen, sight, size) => {
    const { state } = workshop, { scale } = sight, { chosen } = state;
    const at = ({ x, y }) => [(x - sight.x) * scale + size.width / 2, (y - sight.y) * scale + size.height / 2];
    const close = near();
    pen.rectangle(0, 0, size.width, size.height, theme().paper);
    if (state.view === "people") {
      for (const f of functions) if (f.members.length && on(f)) drawFence(pen, at, f, scale, chosen && (chosen.of === f || (chosen.person && chosen.person.f === f.index)));
      drawTies(pen, at, chosen);
      if (chosen) {
        pen.rectangle(0, 0, size.width, size.height, alpha(theme().paper, 0.55));
        const reached = drawChosenTies(pen, at, chosen);
        drawDots(pen, at, scale, people.filter((p) => !reached.has(p)));
        pen.rectangle(0, 0, size.width, size.height, alpha(theme().paper, 0.55));
        drawDots(pen, at, scale, [...reached]);
        if (chosen.person) { const [x, y] = at(chosen.person); pen.circles([x, y, chosen.person.size * scale + 4], { stroke: theme().accent, width: 3 }); }
      } else drawDots(pen, at, scale, people);
    } else {
      if (state.compare) workshop.compare.drawLinks(pen, at, scale); else drawLinks(pen, at, scale);
      for (const f of known) if (f !== opened()) drawBubble(pen, at, f, scale, close && !close.has(f.index));
      if (opened()) drawOpened(pen, at, scale);
      if (chosen && chosen.of && chosen.of !== opened()) ring(pen, at, chosen.of, scale);
    }
    for (const i of state.focus) if (on(functions[i])) ring(pen, at, functions[i], scale);
    drawLabels(pen, at, scale, size);
  };
  const drawOpened = (pen, at, scale) => {
    const f = opened(), { chosen } = workshop.state;
    drawFence(pen, at, f, scale, true);
    const { a, b } = f.inner, segments = [];
    const own = [], one = chosen && chosen.person ? chosen.person.index : -1;
    for (let i = 0; i < a.length; i++) (a[i] === one || b[i] === one ? own : segments).push(...at(f.byNumber.get(a[i])), ...at(f.byNumber.get(b[i])));
    pen.lines(segments, 0.8, alpha(rimOf(f), Math.min(0.4, 12 / Math.sqrt(a.length + 1)) * (one < 0 ? 1 : 0.4)));
    if (own.length) pen.lines(own, 1.8, alpha(theme().ink, 0.8));
    drawDots(pen, at, scale, f.members);
    if (chosen && chosen.person) { const [x, y] = at(chosen.person); pen.circles([x, y, chosen.person.size * scale + 4], { stroke: theme().accent, width: 3 }); }
  };

  const bounds = () => {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const f of opened() ? [opened()] : shownFunctions()) {
      const r = radius(f);
      box.left = Math.min(box.left, f.x - r); box.right = Math.max(box.right, f.x + r);
      box.top = Math.min(box.top, f.y - r); box.bottom = Math.max(box.bottom, f.y + r);
    }
    return box;
  };
  const scene = { draw, bounds, theme, alpha, on, missing, linksNow, tiesNow, rimOf, radius, shownFunctions, visiblePeople, boxes: [] };
  return scene;
})();
