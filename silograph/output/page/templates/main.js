// What the reader does, and the start. How a part of the page is written:
//  - `workshop.model` has the data and its sums, `workshop.state` what is chosen; `workshop.set({...})` changes it.
//  - `workshop.modules.push({ change(state, before) {...} })` hears of every change; the map is drawn again after it.
//  - `workshop.screens.NAME = { label: "text key", available: true, render(box), close() }` is a full screen over the map:
//    its button stands in the header, `workshop.set({ screen: "NAME" })` opens it, `null` closes it. `render` is called
//    again when the language or the filters change, with an empty box.
//  - `workshop.words` has texts (keys of the texts under "page."), numbers, and elements; names only ever as textContent.
//  - Python's own sentences come as {en, fr}: `words.said(both)`.
{
  const { model, words, scene, map } = workshop;
  const { functions, known, people, page } = model;
  const { element, text, fill, number, bdi, dot, nameOf } = words;
  const byId = (id) => document.getElementById(id);

  // ---- frame ----
  const THEMES = ["light", "dark", "projector"];
  const frame = () => {
    words.frame();
    const answer = page.story ? words.said(page.story.answer) : "";
    byId("answer").textContent = answer || words.said(page.title);
    byId("answer").dir = answer ? "ltr" : "auto"; // our sentence, whatever the name it begins with
    byId("period").textContent = [answer ? words.said(page.title) : "", words.said(page.period)].filter(Boolean).join(" · ");
    byId("lang").textContent = words.lang() === "fr" ? "EN" : "FR";
    byId("lang").setAttribute("aria-label", text("other_language"));
    byId("lang").lang = words.lang() === "fr" ? "en" : "fr";
    byId("search").placeholder = text(people.length || page.mode === "expand" ? "search_person" : "search_function");
    const focused = byId("screens").contains(document.activeElement) ? document.activeElement.id : null;
    byId("screens").replaceChildren(...screenButtons());
    if (focused) byId(focused)?.focus();
  };
  const screenButtons = () => {
    const found = Object.entries(workshop.screens).filter(([, screen]) => screen.available).map(([name, screen]) => {
      const button = element("button", { type: "button", id: `screen-${name}`, textContent: text(screen.label), onclick: () => workshop.set({ screen: workshop.state.screen === name ? null : name }) });
      button.setAttribute("aria-expanded", String(workshop.state.screen === name));
      return button;
    });
    if (workshop.compare.possible()) {
      const button = element("button", { type: "button", id: "screen-compare", textContent: text("screen_compare"), onclick: workshop.compare.toggle });
      button.setAttribute("aria-pressed", String(Boolean(workshop.state.compare)));
      found.splice(Math.max(found.length - 1, 0), 0, button);
    }
    return found;
  };
  byId("theme").onclick = () => workshop.set({ theme: THEMES[(THEMES.indexOf(workshop.state.theme) + 1) % THEMES.length] });
  byId("lang").onclick = () => workshop.set({ lang: words.lang() === "fr" ? "en" : "fr" });

  // ---- screens ----
  let opener = null;
  const showScreen = (state, before) => {
    const box = byId("screen"), screen = state.screen ? workshop.screens[state.screen] : null;
    for (const one of [byId("panel"), box.parentElement.querySelector(".left")]) one.inert = Boolean(screen); // what it covers
    if (before.screen && before.screen !== state.screen) workshop.screens[before.screen]?.close?.();
    if (!screen) {
      if (box.hidden) return;
      box.hidden = true;
      box.replaceChildren();
      (opener && document.contains(opener) ? opener : byId(`screen-${before.screen}`))?.focus();
      return;
    }
    const opening = before.screen !== state.screen;
    if (opening) opener = document.activeElement;
    const title = element("h2", { id: "screen-title", tabIndex: -1, textContent: text(screen.label) });
    const close = element("button", { type: "button", className: "close", id: "screen-close", textContent: text("close"), onclick: () => workshop.set({ screen: null }) });
    const inner = element("div", { className: `screen-body ${state.screen}` });
    box.setAttribute("aria-labelledby", "screen-title");
    box.replaceChildren(element("header", {}, title, close), inner);
    box.hidden = false;
    screen.render(inner);
    if (opening && state.step === null) title.focus();
  };
  workshop.modules.push({
    change(state, before) {
      document.documentElement.dataset.theme = state.theme;
      const spoken = state.lang !== before.lang;
      if (spoken || state.screen !== before.screen || state.compare !== before.compare) frame();
      const filtered = state.months !== before.months || state.channels !== before.channels || state.off !== before.off;
      if (spoken || state.screen !== before.screen || (filtered && state.screen)) showScreen(state, before);
      for (const button of byId("views").children) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
      if (spoken || filtered || state.view !== before.view || state.compare !== before.compare || state.open !== before.open) legend();
    },
    // A person has no place in the function view, a comparison none in the people view.
    before(state, before) {
      if (state.view === "functions" && !known.length && people.length) return { view: "people" }; // there is no other
      if (state.view === before.view) return null;
      const patch = { hovered: null };
      if (state.view === "functions" && state.chosen?.person) patch.chosen = { of: functions[state.chosen.person.f] };
      if (state.view === "people") patch.compare = null;
      return patch;
    },
  });

  // ---- legend ----
  const legend = () => {
    const mark = (css, content) => {
      const key = element("span", { className: "key", ariaHidden: "true" });
      if (!css) return element("li", { textContent: content });
      Object.assign(key.style, css);
      return element("li", {}, key, element("span", { textContent: content }));
    };
    const ball = (size) => ({ width: `${size}px`, height: `${size}px`, borderRadius: "50%", background: "#b9c2cc", border: "2px solid #57606a" });
    const stroke = (height, line) => ({ width: "26px", height: "0", borderTop: `${height}px ${line} currentColor` });
    const { view, compare } = workshop.state, dots = view === "people", rows = [];
    if (compare) rows.push(mark(stroke(4, "solid"), text("legend_more")), mark(stroke(4, "dashed"), text("legend_less")));
    else if (!dots) {
      const links = scene.linksNow();
      rows.push(mark(ball(18), text("legend_size")), mark(stroke(5, "solid"), text("legend_width")), mark(null, text("legend_near")));
      if (links.drawn.length < links.all) rows.push(mark(null, fill("legend_strongest", { shown: number(links.drawn.length), all: number(links.all) })));
    } else {
      const ties = scene.tiesNow();
      rows.push(mark(ball(11), text(page.pseudonyms ? "legend_dot_anonymous" : "legend_dot")), mark(null, text("legend_side")), mark(stroke(2, "solid"), text("legend_cross")));
      if (model.present(workshop.choice()).seen) rows.push(mark({ ...ball(11), background: "none", border: "1.5px solid currentColor" }, text("legend_silent")));
      if (ties.drawn.length < ties.all) rows.push(mark(null, fill("legend_strongest", { shown: number(ties.drawn.length), all: number(ties.all) })));
    }
    if ((dots || workshop.state.open) && !model.hasCells && !model.isWhole(workshop.choice())) rows.push(mark(null, text("not_recomputed")));
    byId("legend").replaceChildren(...rows);
  };

  // ---- views, zoom, saving ----
  for (const button of byId("views").children) button.onclick = () => workshop.set({ view: button.dataset.view, open: null });
  byId("views").hidden = !(people.length && known.length);
  byId("fit").onclick = map.fit;
  byId("zoom-in").onclick = () => map.zoom(1.3);
  byId("zoom-out").onclick = () => map.zoom(1 / 1.3);
  byId("save-png").onclick = workshop.export.savePng;
  byId("save-svg").onclick = workshop.export.saveSvg;
  byId("print").onclick = () => print();
  addEventListener("click", (event) => { if (!event.target.closest("#save")) byId("save").open = false; });

  // ---- search ----
  const plain = (content) => content.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const search = byId("search"), hits = byId("hits");
  const closeHits = () => {
    if (hits.contains(document.activeElement)) document.activeElement.blur(); // else a hidden choice keeps the keys until the next frame
    hits.hidden = true;
    search.setAttribute("aria-expanded", "false");
  };
  const everybody = people.map((person) => ({ person, plain: plain(person.tag) }));
  const find = () => {
    const wanted = plain(search.value.trim());
    if (!wanted) { closeHits(); return; }
    const found = functions.filter((f) => plain(nameOf(f)).includes(wanted) && (f.known || f.members.length)).map((f) => ({ of: f }));
    const among = workshop.state.open ? workshop.state.open.members.map((person) => ({ person, plain: plain(person.tag) })) : everybody;
    for (const one of among) { if (found.length >= 8) break; if (one.plain.includes(wanted)) found.push({ person: one.person }); }
    hits.replaceChildren(...found.slice(0, 8).map((choice) => {
      const f = choice.of || functions[choice.person.f];
      const content = choice.of ? bdi(nameOf(f)) : element("span", {}, bdi(choice.person.tag), " · ", bdi(nameOf(f)));
      const option = element("li", { tabIndex: -1, onclick: () => { closeHits(); workshop.choose(choice); } }, dot(f), content);
      option.setAttribute("role", "option");
      return option;
    }));
    if (!found.length) hits.append(element("li", { className: "none", role: "option", ariaDisabled: "true", textContent: text("no_hit") }));
    hits.hidden = false;
    search.setAttribute("aria-expanded", "true");
  };
  search.oninput = find;
  search.onfocus = find;
  search.onkeydown = (event) => {
    const first = hits.querySelector("[tabindex]");
    if (event.key === "Enter" && first && !hits.hidden) first.click();
    if (event.key === "ArrowDown" && first) { first.focus(); event.preventDefault(); }
  };
  hits.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") { document.activeElement.click(); event.preventDefault(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...hits.querySelectorAll("[tabindex]")];
    (all[all.indexOf(document.activeElement) + step] || search).focus();
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", (event) => { if (!event.target.closest(".search")) closeHits(); });

  // ---- keys ----
  const typing = (event) => event.target.closest("input, select, textarea, summary, [role=option]");
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!hits.hidden) closeHits();
      else if (byId("save").open) { byId("save").open = false; byId("save").querySelector("summary").focus(); }
      else if (workshop.state.screen) workshop.set({ screen: null });
      else if (workshop.state.chosen) workshop.choose(null);
      else if (workshop.state.compare) workshop.set({ compare: null });
      else if (workshop.state.open) workshop.opening.close();
      return;
    }
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = event.shiftKey && { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key];
    if (way && !workshop.state.screen) { map.pan(...way); event.preventDefault(); return; }
    const keys = { "+": () => map.zoom(1.3), "=": () => map.zoom(1.3), "-": () => map.zoom(1 / 1.3), "0": map.fit, "/": () => { search.focus(); event.preventDefault(); } };
    keys[event.key]?.();
  });

  // ---- the start; for tests and screen capture: #people, #person=3, #function=2, #compare, #screen-table ----
  window.workshop = workshop;
  frame();
  workshop.panel.show();
  workshop.filters.render();
  legend();
  map.fit();
  const start = /^#(people|functions|person|function|compare|screen)(?:=(\d+)|-([a-z]+))?$/.exec(location.hash);
  const asked = start && {
    people: () => people.length && { view: "people" },
    functions: () => known.length && { view: "functions" },
    person: () => people[start[2]] && { chosen: { person: people[start[2]] }, view: "people" },
    function: () => functions[start[2]] && (functions[start[2]].known || functions[start[2]].members.length) && { chosen: { of: functions[start[2]] } },
    compare: () => { if (workshop.compare.possible()) workshop.compare.toggle(); return null; },
    screen: () => workshop.screens[start[3]]?.available && { screen: start[3] },
  }[start[1]]();
  if (asked) workshop.set(asked);
}
