"use strict";
(() => {
  // Every name reaches the page as text (textContent, fillText); ids are n0, f0 ..., never what a source says.
  const read = (id) => JSON.parse(document.getElementById(`data-${id}`).textContent);
  const page = read("page"), nodes = read("nodes"), edges = read("edges");
  const options = JSON.parse(read("options"));
  const byId = (id) => document.getElementById(id);
  const stage = byId("canvas"), panel = byId("panel");
  const PAPER = "#fbfbf9", INK = "#1b1f24", SOFT = "#57606a", FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

  // ---- data ----
  const functions = page.functions;
  const known = functions.filter((f) => f.known);
  const people = nodes.filter((n) => n.kind === "person");
  functions.forEach((f, i) => Object.assign(f, { index: i, partners: new Map(), members: [] }));
  for (const [a, b, value] of page.exchange) {
    functions[a].partners.set(b, value);
    functions[b].partners.set(a, value);
  }
  people.forEach((p, i) => { Object.assign(p, { index: i, ties: new Map() }); functions[p.f].members.push(p); });
  const tie = (a, b, value) => { people[a].ties.set(b, value); people[b].ties.set(a, value); };
  const numberOf = (id) => Number(id.slice(1));
  edges.forEach((e) => { if (e.kind === "tie") tie(numberOf(e.from), numberOf(e.to), e.s); });
  for (let i = 0; i < page.rest.length; i += 3) tie(page.rest[i], page.rest[i + 1], page.rest[i + 2]);
  const drawnTies = edges.filter((e) => e.kind === "tie").length;
  const allTies = drawnTies + page.rest.length / 3;
  const sum = (values) => [...values].reduce((a, b) => a + b, 0);
  const strongest = (map) => [...map].sort((a, b) => b[1] - a[1]);

  // ---- words ----
  const numbers = new Intl.NumberFormat(page.lang);
  const percents = new Intl.NumberFormat(page.lang, { style: "percent" });
  const percent = (x) => (x > 0 && x < 0.005 ? `< ${percents.format(0.01)}` : percents.format(x));
  const isOne = (n) => (page.lang === "fr" ? n < 2 : n === 1);
  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const bdi = (text) => element("bdi", { textContent: text });
  // A sentence with its values isolated, so that a name in another script cannot turn the words around it.
  const sentence = (key, values = {}) => {
    const fragment = document.createDocumentFragment();
    for (const part of page.words[key].split(/(\{\w+\})/)) {
      const name = /^\{(\w+)\}$/.exec(part);
      fragment.append(name ? bdi(String(values[name[1]])) : part);
    }
    return fragment;
  };
  const countKey = (key, n) => `${key}.${isOne(n) ? "one" : "many"}`;
  const countText = (key, n) => page.words[countKey(key, n)].replace("{n}", numbers.format(n));
  const dot = (f) => {
    const mark = element("span", { className: "dot" });
    mark.style.background = f.color;
    mark.style.borderColor = f.border;
    return mark;
  };

  // ---- the drawing ----
  const sets = {};
  for (const [view, node, edge] of [["functions", "function", "exchange"], ["people", "person", "tie"]]) {
    sets[view] = {
      nodes: new vis.DataSet(nodes.filter((n) => n.kind === node)),
      edges: new vis.DataSet(edges.filter((e) => e.kind === edge)),
    };
  }
  let view = page.view, selected = null, hovered = null;
  const network = new vis.Network(stage, sets[view], options);

  const bounds = () => {
    const circles = view === "people" ? functions.filter((f) => f.members.length) : known;
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const f of circles) {
      const r = view === "people" ? f.disc : f.r;
      box.left = Math.min(box.left, f.x - r); box.right = Math.max(box.right, f.x + r);
      box.top = Math.min(box.top, f.y - r); box.bottom = Math.max(box.bottom, f.y + r);
    }
    return box;
  };
  const fit = () => {
    const box = bounds();
    if (!Number.isFinite(box.left)) return;
    const width = stage.clientWidth, height = stage.clientHeight;
    const aside = view === "people" ? 26 : 46, above = 50, below = view === "people" ? 22 : 62; // room for labels
    const scale = Math.min((width - 2 * aside) / (box.right - box.left), (height - above - below) / (box.bottom - box.top), 2.2);
    const position = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + (below - above) / 2 / scale };
    network.moveTo({ position, scale, animation: false });
  };

  const circle = (ctx, x, y, r) => { ctx.beginPath(); ctx.arc(x, y, r, 0, 2 * Math.PI); };
  const disc = (ctx, x, y, r, f, ring) => {
    circle(ctx, x, y, r);
    ctx.fillStyle = f.color; ctx.fill();
    ctx.lineWidth = ring ? 3 / network.getScale() : Math.max(1.2, r * 0.06);
    ctx.strokeStyle = ring ? INK : f.border; ctx.stroke();
  };
  const line = (ctx, from, to, width, color) => {
    ctx.beginPath(); ctx.moveTo(from.x, from.y); ctx.lineTo(to.x, to.y);
    ctx.lineWidth = width; ctx.strokeStyle = color; ctx.stroke();
  };
  const fenced = (ctx, f, strong) => {
    circle(ctx, f.x, f.y, f.disc);
    ctx.fillStyle = `${f.color}${strong ? "30" : "24"}`; ctx.fill();
    ctx.lineWidth = (strong ? 2.5 : 1.2) / network.getScale();
    ctx.strokeStyle = `${f.border}${strong ? "ff" : "80"}`; ctx.stroke();
  };
  const pixels = (ctx, draw) => { // draw in screen pixels, whatever the zoom
    const ratio = ctx.canvas.width / stage.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw();
    ctx.restore();
  };
  const width = (value) => Math.max(page.thin, page.thick * value / page.strongest);
  const tieWidth = (value) => Math.min(3.4, 0.9 + 1.6 * Math.sqrt(value / page.usual_tie));

  network.on("beforeDrawing", (ctx) => {
    if (view === "people") functions.forEach((f) => { if (f.members.length) fenced(ctx, f, false); });
  });

  const drawFunctionChoice = (ctx, f) => {
    for (const [other, value] of f.partners) line(ctx, f, functions[other], width(value), "#3f4a57cc");
    for (const other of f.partners.keys()) disc(ctx, functions[other].x, functions[other].y, functions[other].r, functions[other]);
    disc(ctx, f.x, f.y, f.r, f, true);
  };
  const drawMembersChoice = (ctx, f) => {
    fenced(ctx, f, true);
    const reached = new Set();
    for (const member of f.members) for (const [other, value] of member.ties) {
      const to = people[other];
      if (to.f !== f.index) { line(ctx, member, to, tieWidth(value), "#3f4a5766"); reached.add(to); }
      else if (other > member.index) line(ctx, member, to, tieWidth(value), `${f.border}55`);
    }
    for (const one of [...reached, ...f.members]) disc(ctx, one.x, one.y, one.size, functions[one.f]);
  };
  const drawPersonChoice = (ctx, person) => {
    fenced(ctx, functions[person.f], true);
    for (const [other, value] of person.ties) {
      const inside = people[other].f === person.f;
      line(ctx, person, people[other], 1.3 * tieWidth(value), inside ? functions[person.f].border : "#3f4a57dd");
    }
    for (const other of person.ties.keys()) disc(ctx, people[other].x, people[other].y, people[other].size, functions[people[other].f]);
    disc(ctx, person.x, person.y, person.size + 2, functions[person.f], true);
  };

  network.on("afterDrawing", (ctx) => {
    if (selected) {
      pixels(ctx, () => { ctx.fillStyle = `${PAPER}d8`; ctx.fillRect(0, 0, stage.clientWidth, stage.clientHeight); });
      if (selected.person) drawPersonChoice(ctx, selected.person);
      else if (view === "functions") drawFunctionChoice(ctx, selected.of);
      else drawMembersChoice(ctx, selected.of);
    }
    pixels(ctx, () => drawLabels(ctx));
    document.documentElement.dataset.ready = view;
  });

  // ---- labels: constant size, none over another ----
  const overlap = (a, b) => Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));
  const hitsCircle = (box, c) => {
    const dx = Math.max(box.x - c.x, 0, c.x - box.x - box.w), dy = Math.max(box.y - c.y, 0, c.y - box.y - box.h);
    return Math.hypot(dx, dy) < c.r;
  };
  const shortened = (ctx, text, room) => {
    if (ctx.measureText(text).width <= room) return text;
    const letters = [...text]; // whole characters, not halves of an emoji
    while (letters.length > 1 && ctx.measureText(`${letters.join("")}…`).width > room) letters.pop();
    return `${letters.join("").trimEnd()}…`;
  };
  const wrapped = (ctx, text, room) => {
    if (ctx.measureText(text).width <= room) return [text];
    const words = text.split(/\s+/);
    let first = words.shift();
    while (words.length && ctx.measureText(`${first} ${words[0]}`).width <= room) first += ` ${words.shift()}`;
    return words.length ? [shortened(ctx, first, room), shortened(ctx, words.join(" "), room)] : [shortened(ctx, first, room)];
  };
  const place = (label, around, taken, circles) => {
    const { w, h } = label, { x, y, r } = around, gap = 5, slant = 0.72 * r;
    const spots = [[x - w / 2, y + r + gap], [x - w / 2, y - r - gap - h], [x + r + gap, y - h / 2], [x - r - gap - w, y - h / 2],
      [x + slant, y + slant], [x - slant - w, y + slant], [x + slant, y - slant - h], [x - slant - w, y - slant - h]];
    if (label.above) [spots[0], spots[1]] = [spots[1], spots[0]];
    if (label.above) spots.push([x - w / 2, y - r + 3], [x - w / 2, y + r - h - 3]);
    let best = null;
    spots.forEach(([left, top], rank) => {
      const box = { x: left, y: top, w, h };
      if (left < 2 || top < 2 || left + w > stage.clientWidth - 2 || top + h > stage.clientHeight - 2) return;
      if (taken.some((other) => overlap(box, other) > 0)) return;
      const covered = circles.filter((c) => c.of !== around.of && hitsCircle(box, c)).length;
      if (covered && label.optional) return; // a name on another's bubble says the wrong thing
      const cost = rank * 0.3 + covered * 3;
      if (!best || cost < best.cost) best = { ...box, cost };
    });
    return best;
  };
  const drawLabels = (ctx) => {
    const scale = network.getScale();
    const toScreen = (x, y) => network.canvasToDOM({ x, y });
    const controls = document.querySelector(".zoom").getBoundingClientRect(), home = stage.getBoundingClientRect();
    const taken = [{ x: controls.left - home.left, y: controls.top - home.top, w: controls.width, h: controls.height }];
    const inPeople = view === "people";
    const shown = functions.filter((f) => (inPeople ? f.members.length : f.known));
    const many = shown.length > 20;
    const size = Math.max(many ? 11 : 13, Math.min(19, stage.clientHeight / (many ? 60 : 46)));
    const circles = shown.map((f) => ({ ...toScreen(f.x, f.y), r: (inPeople ? f.disc : f.r) * scale, of: f }));
    const near = (f) => !selected || f === (selected.of || functions[selected.person.f])
      || (selected.person ? [...selected.person.ties.keys()].some((i) => people[i].f === f.index) : selected.of.partners.has(f.index));
    const texts = [];
    ctx.textBaseline = "top"; ctx.lineJoin = "round";
    const order = circles.slice().sort((a, b) => (b.of === hovered) - (a.of === hovered) || near(b.of) - near(a.of) || b.r - a.r);
    for (const c of order) {
      ctx.font = `600 ${size}px ${FONT}`;
      const lines = wrapped(ctx, c.of.name, size * 11);
      const count = inPeople || many ? null : countText("n_people", c.of.people);
      let w = Math.max(...lines.map((text) => ctx.measureText(text).width));
      ctx.font = `${size * 0.85}px ${FONT}`;
      if (count) w = Math.max(w, ctx.measureText(count).width);
      const label = { w: w + 4, h: lines.length * size * 1.18 + (count ? size * 1.05 : 0), above: inPeople, optional: many && c.of !== hovered && !(selected && near(c.of)) };
      const box = place(label, c, taken, circles);
      if (!box) continue;
      taken.push(box);
      texts.push({ box, lines, count, faint: !near(c.of) });
    }
    for (const { box, lines, count, faint } of texts) {
      ctx.textAlign = "center";
      ctx.strokeStyle = `${PAPER}e8`; ctx.lineWidth = 4;
      let y = box.y;
      ctx.font = `600 ${size}px ${FONT}`;
      for (const text of lines) {
        ctx.strokeText(text, box.x + box.w / 2, y);
        ctx.fillStyle = faint ? "#8c959f" : INK; ctx.fillText(text, box.x + box.w / 2, y);
        y += size * 1.18;
      }
      if (count) {
        ctx.font = `${size * 0.85}px ${FONT}`;
        ctx.strokeText(count, box.x + box.w / 2, y);
        ctx.fillStyle = faint ? "#8c959f" : SOFT; ctx.fillText(count, box.x + box.w / 2, y);
      }
    }
    if (inPeople) drawTags(ctx, taken, scale, Math.max(11.5, size * 0.85), toScreen);
  };
  const drawTags = (ctx, taken, scale, size, toScreen) => {
    let wanted = [];
    if (selected && selected.person) wanted = [selected.person, ...strongest(selected.person.ties).slice(0, 8).map(([i]) => people[i])];
    else if (!selected && scale > 2.3) wanted = people.slice().sort((a, b) => b.size - a.size);
    if (hovered && hovered.tag) wanted = [hovered, ...wanted.filter((p) => p !== hovered)];
    ctx.font = `${size}px ${FONT}`; ctx.textAlign = "left"; ctx.strokeStyle = `${PAPER}f0`; ctx.lineWidth = 4; ctx.fillStyle = INK;
    const dots = wanted.map((p) => ({ ...toScreen(p.x, p.y), r: p.size * scale + 1, of: p }));
    for (const person of wanted) {
      const at = { ...toScreen(person.x, person.y), r: person.size * scale + 2, of: person };
      const text = shortened(ctx, person.tag, size * 14);
      const box = place({ w: ctx.measureText(text).width, h: size * 1.1 }, at, taken, wanted.length < 20 ? dots : []);
      if (!box) continue;
      taken.push(box);
      ctx.strokeText(text, box.x, box.y); ctx.fillText(text, box.x, box.y);
    }
  };

  // ---- the panel ----
  const row = (f, name, value, share, click) => {
    const button = element("button", { type: "button", onclick: click }, f ? dot(f) : element("span"), bdi(name), element("span", { className: "value", textContent: value }));
    if (share !== null) {
      const fill = element("i");
      fill.style.width = `${Math.max(1, 100 * share)}%`;
      fill.style.background = f ? f.border : SOFT;
      button.append(element("span", { className: "bar" }, fill));
    }
    return element("li", {}, button);
  };
  const backButton = () => element("button", { type: "button", className: "back", textContent: `← ${page.words.back}`, onclick: () => choose(null) });
  const heading = (f, name) => element("h2", {}, dot(f), bdi(name));
  const note = (content) => element("p", { className: "note" }, content);

  const overview = () => {
    const tiles = element("div", { className: "tiles" });
    for (const [value, key] of page.tiles) tiles.append(element("div", { className: "tile" }, element("b", { textContent: value }), element("span", { textContent: page.words[key] })));
    const list = element("ul", { className: "rows" });
    const most = Math.max(...known.map((f) => f.people), 1);
    for (const f of known.slice().sort((a, b) => b.people - a.people)) list.append(row(f, f.name, numbers.format(f.people), f.people / most, () => choose({ of: f })));
    panel.replaceChildren(tiles, element("p", { textContent: page.words[page.people ? "hint_people" : "hint"] }));
    if (known.length) panel.append(element("h3", { textContent: page.words.list_functions }), list);
    for (const text of [page.words.exchange_means, ...page.notes]) panel.append(note(text));
  };
  const aboutFunction = (f) => {
    const outside = sum(f.partners.values()), all = 2 * f.inside + outside; // an inner tie is exchange of two of its people
    panel.replaceChildren(backButton(), heading(f, f.name), element("p", { textContent: countText("n_people", f.people) }));
    if (!f.known) return;
    if (all) panel.append(element("p", {}, sentence("stays", { inside: percent(2 * f.inside / all), outside: percent(outside / all), name: f.name })), note(sentence("usual", { share: percent(page.cross) })));
    if (!f.partners.size) panel.append(element("p", { textContent: page.words.no_partner }));
    else {
      const list = element("ul", { className: "rows" });
      const ranked = strongest(f.partners), most = ranked[0][1];
      for (const [i, value] of ranked) list.append(row(functions[i], functions[i].name, percent(value / outside), value / most, () => choose({ of: functions[i] })));
      panel.append(element("h3", { textContent: page.words.partners }), list);
      const none = known.filter((other) => other !== f && !f.partners.has(other.index)).map((other) => other.name);
      if (none.length) panel.append(note(sentence("nothing_with", { names: none.join(", ") })));
    }
  };
  const aboutPerson = (person) => {
    const f = functions[person.f], where = new Map();
    for (const [i, value] of person.ties) where.set(people[i].f, (where.get(people[i].f) || 0) + value);
    const elsewhere = [...person.ties.keys()].filter((i) => people[i].f !== person.f).length;
    const total = sum(where.values());
    const list = element("ul", { className: "rows" }), closest = element("ul", { className: "rows" });
    for (const [i, value] of strongest(where)) {
      const name = i === person.f ? `${functions[i].name} (${page.words.own_function})` : functions[i].name;
      list.append(row(functions[i], name, percent(value / total), value / total, () => choose({ of: functions[i] })));
    }
    for (const [i] of strongest(person.ties).slice(0, 8)) closest.append(row(functions[people[i].f], people[i].tag, functions[people[i].f].name, null, () => choose({ person: people[i] })));
    panel.replaceChildren(backButton(), heading(f, person.tag), element("p", {}, sentence("person_in", { name: f.name })),
      element("p", {}, sentence("person_reach", { people: countText("n_people", person.ties.size), outside: numbers.format(elsewhere) })));
    if (total) panel.append(element("h3", { textContent: page.words.person_where }), list, element("h3", { textContent: page.words.person_partners }), closest);
  };

  const legend = () => {
    const mark = (css, text) => {
      const key = element("span");
      if (!css) return element("li", { textContent: text });
      Object.assign(key.style, css, { flex: "none" });
      return element("li", {}, key, element("span", { textContent: text }));
    };
    const ball = (size) => ({ width: `${size}px`, height: `${size}px`, borderRadius: "50%", background: "#c9d1d9", border: "2px solid #57606a" });
    const stroke = (height, color) => ({ width: "26px", height: `${height}px`, background: color });
    const w = page.words, list = byId("legend");
    const rows = view === "functions"
      ? [mark(ball(20), w.legend_size), mark(stroke(6, "#8a94a0"), w.legend_width), mark(null, w.legend_near)]
      : [mark(ball(12), w.legend_dot), mark(null, w.legend_side), mark(stroke(2, "#57606a"), w.legend_cross)];
    if (view === "people" && page.pseudonyms) rows.push(mark(null, w.legend_dot_anonymous));
    const [shown, all] = view === "functions" ? [sets.functions.edges.length, page.exchange.length] : [drawnTies, allTies];
    if (shown < all) rows.push(mark(null, w.legend_strongest.replace("{shown}", numbers.format(shown)).replace("{all}", numbers.format(all))));
    list.replaceChildren(...rows);
  };

  // ---- what the reader does ----
  const choose = (choice) => {
    selected = choice;
    if (choice && choice.person && view !== "people") show("people");
    if (choice && choice.of && !choice.of.known && view !== "people") show("people");
    if (!choice) overview(); else if (choice.person) aboutPerson(choice.person); else aboutFunction(choice.of);
    panel.scrollTop = 0;
    network.redraw();
  };
  const show = (name) => {
    view = name; hovered = null;
    for (const button of byId("views").children) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    if (selected && selected.person && name === "functions") choose({ of: functions[selected.person.f] });
    legend();
    network.setData(sets[name]);
    fit();
  };
  network.on("click", ({ nodes: hit, pointer }) => {
    if (hit.length) {
      const i = numberOf(hit[0]);
      choose(hit[0].startsWith("f") ? { of: functions[i] } : { person: people[i] });
      return;
    }
    const at = pointer.canvas;
    const inside = view === "people" && functions.find((f) => f.members.length && Math.hypot(f.x - at.x, f.y - at.y) < f.disc);
    choose(inside ? { of: inside } : null);
  });
  network.on("hoverNode", ({ node }) => {
    stage.style.cursor = "pointer";
    hovered = node.startsWith("f") ? functions[numberOf(node)] : people[numberOf(node)];
    network.redraw();
  });
  network.on("blurNode", () => { stage.style.cursor = ""; if (hovered) { hovered = null; network.redraw(); } });
  // vis-network would keep its own idea of scale when the page changes size; this way there is one.
  new ResizeObserver(() => { network.setSize("100%", "100%"); fit(); network.redraw(); }).observe(stage);
  for (const button of byId("views").children) button.onclick = () => show(button.dataset.view);
  byId("views").hidden = !(people.length && known.length);
  byId("fit").onclick = fit;
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  byId("zoom-in").onclick = () => zoom(1.3);
  byId("zoom-out").onclick = () => zoom(1 / 1.3);
  addEventListener("beforeprint", () => { byId("printed").src = stage.querySelector("canvas").toDataURL("image/png"); });

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const search = byId("search"), hits = byId("hits");
  const closeHits = () => { hits.hidden = true; };
  const find = () => {
    const wanted = plain(search.value.trim());
    if (!wanted) { closeHits(); return; }
    const found = [
      ...functions.filter((f) => plain(f.name).includes(wanted) && (f.known || f.members.length)).map((f) => ({ of: f })),
      ...people.filter((p) => plain(p.tag).includes(wanted)).map((p) => ({ person: p })),
    ].slice(0, 8);
    hits.replaceChildren(...found.map((choice) => {
      const f = choice.of || functions[choice.person.f];
      const text = choice.of ? bdi(f.name) : element("span", {}, bdi(choice.person.tag), " · ", bdi(f.name));
      return element("li", {}, element("button", { type: "button", onclick: () => { closeHits(); choose(choice); } }, dot(f), text));
    }));
    if (!found.length) hits.append(element("li", {}, element("p", { textContent: page.words.no_hit })));
    hits.hidden = false;
  };
  search.oninput = find;
  search.onfocus = find;
  search.onkeydown = (event) => {
    const first = hits.querySelector("button");
    if (event.key === "Enter" && first && !hits.hidden) first.click();
    if (event.key === "ArrowDown" && first) { first.focus(); event.preventDefault(); }
  };
  hits.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...hits.querySelectorAll("button")];
    (all[all.indexOf(document.activeElement) + step] || search).focus();
    event.preventDefault();
  };
  addEventListener("click", (event) => { if (!event.target.closest(".search")) closeHits(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") { closeHits(); choose(null); } });

  // For tests and screen capture: #people, #person=3, #function=2.
  const start = /^#(people|functions|person|function)(?:=(\d+))?$/.exec(location.hash);
  overview();
  legend();
  fit();
  if (start && start[2] === undefined && sets[start[1]] && sets[start[1]].nodes.length) show(start[1]);
  else if (start && start[1] === "person" && people[start[2]]) choose({ person: people[start[2]] });
  else if (start && start[1] === "function" && functions[start[2]] && (functions[start[2]].known || functions[start[2]].members.length)) choose({ of: functions[start[2]] });
})();
