// A name that cannot turn the words around it, for sentences that are plain text.
workshop.isolated = (name) => `\u2068${name.replace(/\u2069/g, "")}\u2069`;

// The guided tour: a bar under the page, arrow keys, and for every step what the page should show.
workshop.tour = (() => {
  const { model, words } = workshop;
  const { element, text, fill, number, said } = words;
  const box = document.getElementById("tour"), status = document.getElementById("said");
  const story = model.page.story, steps = story ? story.steps : [];
  const byName = new Map(model.functions.filter((f) => f.name !== null).map((f) => [f.name, f]));
  const indexOf = (name) => byName.get(name)?.index;
  const last = steps.length - 1;

  // What the page shows at a step: nothing but this, whatever was chosen before.
  const scene = ({ focus, view, screen, without }) => {
    const off = new Set([without].map(indexOf).filter((f) => f !== undefined));
    return {
      chosen: null, open: null, months: null, channels: null, compare: null, off,
      focus: focus.map(indexOf).filter((f) => f !== undefined && !off.has(f)), // what is gone leaves the others in view
      view: view === "people" && !model.people.length ? "functions" : view,
      screen: workshop.screens[screen]?.available ? screen : null,
    };
  };
  const go = (step) => {
    if (!steps.length) return;
    const at = Math.min(Math.max(step, 0), last);
    workshop.set({ ...scene(steps[at]), step: at });
    if (!workshop.state.screen) document.querySelector(".stage").scrollIntoView({ block: "start" }); // a phone scrolls
    if (steps[at].screen === "compare" && workshop.compare.possible()) workshop.compare.toggle();
    status.textContent = [fill("tour_step", { n: number(at + 1), of: number(steps.length) }), said(steps[at].title), ...steps[at].sentences.map(said)].join(". ");
  };
  const end = () => {
    workshop.set({ step: null, focus: [], screen: null, off: new Set(), compare: null });
    start.focus();
  };

  // The parts stay the same elements, so that the focus stays where it is.
  const start = element("button", { type: "button", id: "tour-start", onclick: () => { go(0); next.focus(); } });
  const back = element("button", { type: "button", id: "tour-back", onclick: () => go(workshop.state.step - 1) }, element("span", { ariaHidden: "true", textContent: "←" }));
  const next = element("button", { type: "button", id: "tour-next", onclick: () => go(workshop.state.step + 1) }, element("span", { ariaHidden: "true", textContent: "→" }));
  const stop = element("button", { type: "button", id: "tour-end", onclick: end });
  const told = element("div", { className: "tour-text" }), moves = element("div", { className: "tour-buttons" }, back, next, stop);

  const atRest = () => {
    start.replaceChildren(element("span", { ariaHidden: "true", textContent: "▶ " }), words.count("tour_start", steps.length));
    box.replaceChildren(start, element("span", { className: "note", textContent: text("tour_keys") }));
  };
  const underWay = (at) => {
    const { title, sentences, ranged } = steps[at], focused = document.activeElement;
    told.replaceChildren(
      element("p", { className: "tour-count", textContent: fill("tour_step", { n: number(at + 1), of: number(steps.length) }) }),
      element("h2", { id: "tour-title", textContent: said(title) }),
      element("p", { textContent: sentences.map(said).join(" ") }),
      ...(ranged ? [element("p", { className: "note", textContent: said(story.note) })] : []));
    for (const [one, label] of [[back, "tour_back"], [next, "tour_next"]]) { one.setAttribute("aria-label", text(label)); one.title = text(label); }
    stop.textContent = text("tour_end");
    if (!told.isConnected) box.replaceChildren(told, moves);
    back.disabled = at === 0;
    next.disabled = at === last;
    if (focused === next && next.disabled) back.focus(); // the first and the last step have one way only
    if (focused === back && back.disabled) next.focus();
  };
  const render = () => {
    if (!steps.length) return;
    const { step } = workshop.state;
    box.hidden = false;
    box.classList.toggle("resting", step === null);
    if (step === null) atRest(); else underWay(step);
  };
  workshop.modules.push({
    change(state, before) { if (state.step !== before.step || state.lang !== before.lang) render(); },
  });

  // Arrow keys and the keys of a presenter's remote; where a field or a group has the arrows itself, it keeps them.
  const busy = (event) => event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest("input, select, textarea, summary, [role=option], .scroll");
  addEventListener("keydown", (event) => {
    const { step, screen, chosen } = workshop.state;
    if (!steps.length || busy(event)) return;
    if (event.key === "Escape") { if (step !== null && !screen && !chosen && document.getElementById("hits").hidden && !document.getElementById("save").open) end(); return; }
    const ways = { ArrowRight: step === null ? 0 : step + 1, ArrowLeft: step === null ? null : step - 1, PageDown: step === null ? null : step + 1,
      PageUp: step === null ? null : step - 1, Home: step === null ? null : 0, End: step === null ? null : last };
    const wanted = ways[event.key];
    if (wanted === undefined || wanted === null) return;
    event.preventDefault();
    if (wanted >= 0 && wanted <= last) go(wanted);
  });
  // A phone has the screens above the tour, however high that is.
  new ResizeObserver(() => document.documentElement.style.setProperty("--tour", `${box.offsetHeight}px`)).observe(box);
  render();
  return { go, end, steps };
})();
