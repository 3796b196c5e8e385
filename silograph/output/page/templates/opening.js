// Networks of more people than can be drawn at once: one function is opened at a time, where it stands.
workshop.opening = (() => {
  const { model, words } = workshop;
  const { element, text } = words;
  const open = (f) => { model.readInside(f); workshop.set({ open: f, chosen: { of: f } }); };
  const close = () => workshop.set({ open: null, chosen: null });
  const button = (f) => (workshop.state.open === f
    ? element("button", { type: "button", className: "back", textContent: text("close_function"), onclick: close })
    : element("button", { type: "button", className: "back", id: "open", textContent: text("open_function"), onclick: () => open(f) }));
  return { can: model.openable, button, open, close };
})();
