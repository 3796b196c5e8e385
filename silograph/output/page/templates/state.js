// The one state of the page, and the only way to change it: `workshop.set({...})`. Every module hears of a change through
// its `change(state, before)`; the map is drawn again after all of them.
workshop.state = {
  lang: workshop.model.page.lang,
  theme: "light", // light, dark, projector
  view: workshop.model.known.length || !workshop.model.people.length ? "functions" : "people",
  open: null, // the function whose people are shown, where one is opened at a time
  chosen: null, // {of: function} or {person: person}
  hovered: null,
  off: new Set(), // functions unticked, by index
  months: null, // [first, last], or all
  channels: null, // positions, or all
  compare: null, // {before: [first, last], after: [first, last]}
  focus: [], // functions a step of the tour points at, by index
  screen: null, // "guess", "owner", "replay", "compare", "table"
  step: null, // of the tour
};
workshop.screens = {}; // see main.js
workshop.choice = (state = workshop.state) => ({ months: state.months, channels: state.channels });
workshop.set = (patch) => {
  const before = workshop.state, state = { ...before, ...patch };
  for (const module of workshop.modules) if (module.before) Object.assign(state, module.before(state, before) || {});
  workshop.state = state;
  if (state.lang !== before.lang) workshop.words.speak(state.lang);
  for (const module of workshop.modules) if (module.change) module.change(state, before);
  workshop.map.redraw();
};
