// A question comes in at one function and is about another: what becomes of 100 such questions against a clock of 24 hours.
workshop.screens.replay = (() => {
  const { model, words } = workshop;
  const { element, text, fill, percent, number, bdi, dot, said } = words;
  const given = model.page.replay;
  if (!given || given.missing) return { label: "screen_replay", available: false };
  const byName = new Map(model.functions.map((f) => [f.name, f]));
  const singles = given.rows.filter((row) => row.function !== null), { topics, deadline } = given;
  const LAST = given.clock[given.clock.length - 1], STEP = 6, HOURS_A_SECOND = 6;

  // To begin with, the function the tour speaks of is asked about the topic where passing on costs most.
  let asked = singles.find((row) => row.function === given.first) ?? singles[0], topic = 0;
  const openWith = () => {
    let most = -Infinity;
    topic = Math.max(0, asked.cells.findIndex((cell) => cell)); // a cell that is not shown is null
    asked.cells.forEach((cell, t) => {
      const own = singles.find((one) => one.function === topics[t])?.cells[t];
      if (!cell || !cell.asked || !own || own.within - cell.within <= most) return;
      most = own.within - cell.within;
      topic = t;
    });
  };
  openWith();
  let hour = 0, timer = 0;

  // Share answered by an hour, between the hours that are known.
  const answeredBy = (cell, at) => {
    for (let i = 0; i < given.clock.length; i++) {
      const [from, share] = i ? [given.clock[i - 1], cell.by[i - 1]] : [0, 0];
      if (at <= given.clock[i]) return share + (cell.by[i] - share) * (at - from) / (given.clock[i] - from);
    }
    return cell.by[cell.by.length - 1];
  };
  const hoursText = (h) => (h === null ? text("replay_never") : h < 1 ? text("replay_under_hour") : words.count("replay_hours", Math.round(h)));
  const nameOf = (row) => (row.function === null ? said(row.name) : row.function);
  const inText = (row) => (row.function === null ? said(row.name) : workshop.isolated(row.function));

  // ---- the arrangements compared for this topic ----
  const lanes = () => {
    const own = given.rows.find((row) => row.function === topics[topic]);
    const rows = [asked, ...(own && own !== asked ? [own] : []), ...given.rows.filter((row) => row.function === null)];
    return rows.filter((row) => row.cells[topic]).map((row) => ({ row, cell: row.cells[topic] }));
  };
  const says = ({ row, cell }) => {
    if (row.kind === "everybody") return text("replay_everybody");
    if (row.kind === "own_function") return text("replay_own_function");
    if (cell.asked) return fill("replay_passes", { a: workshop.isolated(cell.asked), b: workshop.isolated(topics[topic]) });
    return row.kind === "hub" ? text("replay_hub_answers") : fill("replay_answers", { a: inText(row) });
  };
  // The share answered so far as an area that grows with the clock: 48 hours wide, 100 questions high.
  const svg = (tag, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const curve = (cell, until) => {
    const at = [0, ...given.clock.filter((h) => h < until), until];
    return at.map((h) => `${h.toFixed(2)},${(100 * (1 - answeredBy(cell, h))).toFixed(2)}`).join(" ");
  };
  const chartOf = (cell) => {
    const whole = svg("polyline", { class: "coming", points: curve(cell, LAST) }), area = svg("polygon", { class: "answered" }), now = svg("line", { class: "now", y1: 0, y2: 100 });
    const chart = svg("svg", { class: "chart", viewBox: `0 0 ${LAST} 100`, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "late", x: deadline, y: 0, width: LAST - deadline, height: 100 }), area, whole, svg("line", { class: "deadline", x1: deadline, x2: deadline, y1: 0, y2: 100 }), now);
    const show = () => {
      area.setAttribute("points", `0,100 ${curve(cell, hour)} ${hour},100`);
      now.setAttribute("x1", hour);
      now.setAttribute("x2", hour);
    };
    return { chart, show };
  };
  const laneOf = (lane) => {
    const { row, cell } = lane, { chart, show } = chartOf(cell), f = row.function === null ? null : byName.get(row.function);
    const count = element("p", { className: "count" });
    const item = element("li", {}, element("div", { className: "who" }, element("p", { className: "name" }, f ? dot(f) : "", bdi(nameOf(row))), element("p", { className: "note", textContent: says(lane) })), chart,
      element("div", { className: "what" }, count, element("p", { className: "note", textContent: fill(cell.low === null ? "replay_within_plain" : "replay_within", { share: percent(cell.within), low: percent(cell.low), high: percent(cell.high) }) }),
        element("p", { className: "note", textContent: fill("replay_half", { hours: hoursText(cell.median) }) })));
    if (f) item.style.setProperty("--of", f.color);
    lane.show = () => { show(); count.textContent = fill("replay_so_far", { n: number(100 * answeredBy(cell, hour)) }); };
    return item;
  };

  // ---- the clock ----
  let box = null, shown = [];
  const byId = (id) => document.getElementById(id);
  const verdict = () => {
    if (!shown.length) return "";
    const counts = shown.map(({ row, cell }) => fill("replay_count", { name: inText(row), n: number(100 * answeredBy(cell, hour)) })).join("; ");
    return `${fill(hour > deadline ? "replay_after" : "replay_at", { hours: words.count("replay_hours", Math.round(hour)) })} ${counts}.`;
  };
  const tick = (tell) => {
    for (const lane of shown) lane.show();
    byId("replay-time").value = hour;
    byId("replay-time").setAttribute("aria-valuetext", words.count("replay_hours", Math.round(hour)));
    byId("replay-hour").textContent = words.count("replay_hours", Math.floor(hour));
    byId("replay-late").textContent = text(hour > deadline ? "replay_late" : "replay_in_time");
    byId("replay-clock").classList.toggle("late", hour > deadline);
    if (tell) byId("replay-said").textContent = verdict();
  };
  const stop = () => {
    if (timer) { cancelAnimationFrame(timer); clearTimeout(timer); timer = 0; }
    const play = byId("replay-play");
    if (play) { play.textContent = "▶"; play.setAttribute("aria-label", text("replay_play")); }
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const play = () => {
    if (timer) { stop(); tick(true); return; }
    if (hour >= LAST) hour = 0;
    let last = null;
    const on = (now) => {
      const before = hour;
      hour = Math.min(LAST, calm() ? hour + STEP : hour + (last === null ? 0 : (now - last) / 1000) * HOURS_A_SECOND);
      last = now;
      tick(before < deadline && hour >= deadline);
      if (hour >= LAST) { stop(); tick(true); return; }
      timer = calm() ? setTimeout(() => on(0), 1000) : requestAnimationFrame(on);
    };
    byId("replay-play").textContent = "❚❚";
    byId("replay-play").setAttribute("aria-label", text("replay_pause"));
    timer = calm() ? setTimeout(() => on(0), 1000) : requestAnimationFrame(on);
  };
  const jump = (to) => { stop(); hour = Math.min(LAST, Math.max(0, to)); tick(true); };

  const chooser = (id, label, names, chosen, choose) => {
    const select = element("select", { id, onchange: () => { choose(select.selectedIndex); stop(); hour = 0; draw(); } });
    names.forEach((name, i) => select.append(element("option", { textContent: name, selected: i === chosen })));
    return element("p", { className: "chooser" }, element("label", { htmlFor: id, textContent: text(label) }), select);
  };
  const draw = () => {
    shown = lanes();
    const lacking = asked.cells[topic] ? [] : [element("li", { className: "note lacking", textContent: fill("replay_withheld", { a: inText(asked), b: workshop.isolated(topics[topic]) }) })];
    byId("replay-lanes").replaceChildren(...lacking, ...shown.map(laneOf));
    byId("replay-story").textContent = asked.function === topics[topic] ? fill("replay_story_own", { a: inText(asked) }) : fill("replay_story", { a: inText(asked), b: workshop.isolated(topics[topic]) });
    byId("replay-said").textContent = "";
    tick(false);
  };
  const axis = () => element("div", { className: "axis", ariaHidden: "true" }, element("div", {}, ...[0, 12, 24, 36, 48].map((h) => {
    const mark = element("span", { textContent: fill("replay_axis", { n: number(h) }) });
    mark.style.left = `${100 * h / LAST}%`;
    return mark;
  })));
  const render = (into) => {
    stop();
    box = into;
    const time = element("input", { type: "range", id: "replay-time", min: 0, max: LAST, step: 1, value: hour });
    time.setAttribute("aria-label", text("replay_time"));
    time.oninput = () => jump(Number(time.value));
    const control = (id, sign, label, click) => { const made = element("button", { type: "button", id, textContent: sign, onclick: click }); made.setAttribute("aria-label", text(label)); return made; };
    box.append(
      element("div", { className: "choosers" },
        chooser("replay-asked", "replay_asked", singles.map((row) => row.function), singles.indexOf(asked), (i) => { asked = singles[i]; }),
        chooser("replay-topic", "replay_topic", topics, topic, (i) => { topic = i; })),
      element("p", { className: "lead", id: "replay-story" }),
      element("div", { id: "replay-clock" },
        element("p", { className: "hour" }, element("strong", { id: "replay-hour" }), " ", element("span", { id: "replay-late" })),
        element("div", { className: "controls" }, control("replay-start", "↺", "replay_restart", () => jump(0)), control("replay-less", "−6", "replay_less", () => jump(hour - STEP)),
          control("replay-play", "▶", "replay_play", play), control("replay-more", "+6", "replay_more", () => jump(hour + STEP)), time)),
      axis(), element("ul", { id: "replay-lanes" }), element("p", { id: "replay-said", role: "status" }),
      element("p", { className: "note", textContent: text("replay_means") }),
    );
    draw();
  };
  return { label: "screen_replay", available: true, render, close: stop };
})();
