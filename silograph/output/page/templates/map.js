// vis-network as the thing one turns and zooms: it knows where nodes are and what is under the pointer, the scene draws.
workshop.map = (() => {
  const { model, scene, pens } = workshop;
  const { functions, people, numberOf } = model;
  const stage = document.getElementById("canvas");
  const sizes = new Map(model.nodes.map((node) => [node.id, node.size]));
  const nothing = ({ id }) => ({ drawNode() {}, nodeDimensions: { width: 2 * sizes.get(id), height: 2 * sizes.get(id) } });
  const options = JSON.parse(model.read("options"));
  options.nodes.ctxRenderer = nothing;

  const sets = {
    functions: model.nodes.filter((n) => n.kind === "function"),
    people: model.nodes.filter((n) => n.kind === "person"),
  };
  const place = ({ id, x, y, size }) => ({ id, x, y, size });
  const dataOf = (state) => {
    const inside = state.open ? state.open.members : [];
    for (const person of inside) sizes.set(person.id, person.size);
    const nodes = state.view === "people" ? sets.people : sets.functions.filter((n) => !state.open || numberOf(n.id) !== state.open.index);
    return { nodes: new vis.DataSet([...nodes, ...inside].map(place)), edges: new vis.DataSet([]) };
  };
  const network = new vis.Network(stage, dataOf(workshop.state), options);
  const size = () => {
    const home = stage.getBoundingClientRect();
    const taken = [...document.querySelectorAll("[data-over]")].filter((one) => one.offsetParent).map((one) => {
      const box = one.getBoundingClientRect();
      return { x: box.left - home.left, y: box.top - home.top, w: box.width, h: box.height };
    });
    return { width: stage.clientWidth, height: stage.clientHeight, taken };
  };
  const sight = () => ({ scale: network.getScale(), ...network.getViewPosition() });

  const fit = () => {
    const box = scene.bounds();
    if (!Number.isFinite(box.left)) return;
    const { width, height } = size(), dots = workshop.state.view === "people" || workshop.state.open;
    const aside = dots ? 26 : Math.min(60, width / 12), above = dots ? 46 : 26, below = dots ? 22 : 64; // room for labels
    const scale = Math.max(0.01, Math.min((width - 2 * aside) / (box.right - box.left), (height - above - below) / (box.bottom - box.top), 2.2));
    network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + (below - above) / 2 / scale }, scale, animation: false });
  };
  const redraw = () => network.redraw();
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  const pan = (x, y) => {
    const { x: atX, y: atY } = network.getViewPosition(), scale = network.getScale();
    network.moveTo({ position: { x: atX + x / scale, y: atY + y / scale }, animation: false });
  };

  network.on("afterDrawing", (ctx) => {
    const { width, height, taken } = size(), ratio = ctx.canvas.width / width;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    scene.draw(pens.canvasPen(ctx), sight(), { width, height, taken });
    ctx.restore();
    document.documentElement.dataset.ready = workshop.state.view;
  });

  const thing = (id) => {
    if (id.startsWith("f")) return { of: functions[numberOf(id)] };
    const person = workshop.state.view === "people" ? people[numberOf(id)] : workshop.state.open?.byNumber.get(numberOf(id));
    return person ? { person } : null;
  };
  network.on("click", ({ nodes: hit, pointer }) => {
    let chosen = hit.length ? thing(hit[0]) : null;
    if (chosen && !scene.on(chosen.of || functions[chosen.person.f])) chosen = null;
    const at = pointer.canvas;
    if (!chosen) {
      const f = functions.find((one) => one.members.length && scene.on(one) && (workshop.state.view === "people" || one === workshop.state.open) && Math.hypot(one.x - at.x, one.y - at.y) < one.disc);
      chosen = f ? { of: f } : null;
    }
    workshop.choose(chosen);
  });
  const hover = (one) => { if (one !== workshop.state.hovered) workshop.set({ hovered: one }); };
  network.on("hoverNode", ({ node }) => { const one = thing(node); stage.style.cursor = "pointer"; hover(one && (one.of || one.person)); });
  network.on("blurNode", () => { stage.style.cursor = ""; hover(null); });
  // vis-network would keep its own idea of scale when the page changes size; this way there is one.
  new ResizeObserver(() => { network.setSize("100%", "100%"); fit(); redraw(); }).observe(stage);

  workshop.modules.push({
    change(state, before) {
      if (state.view === before.view && state.open === before.open) return;
      network.setData(dataOf(state));
      fit();
    },
  });
  return { fit, redraw, zoom, pan, size, sight };
})();

// Choosing somebody shows them where they are; choosing nothing goes back to the whole.
workshop.choose = (chosen) => {
  const state = workshop.state, patch = { chosen };
  if (chosen && chosen.person && !state.open && state.view !== "people") patch.view = "people";
  if (chosen && chosen.of && !chosen.of.known && state.view !== "people" && chosen.of !== state.open) patch.view = "people";
  workshop.set(patch);
};
