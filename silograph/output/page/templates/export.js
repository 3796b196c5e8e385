// PNG, SVG and print: the same scene with another pen.
workshop.export = (() => {
  const { pens, map, scene, words, model } = workshop;
  const name = () => words.said(model.page.title).normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase() || "network";
  const measuring = () => pens.canvasPen(document.createElement("canvas").getContext("2d"));
  const asSvg = (size = map.size(), sight = map.sight()) => {
    const pen = pens.svgPen(size.width, size.height, measuring());
    const boxes = scene.boxes;
    scene.draw(pen, sight, size);
    scene.boxes = boxes;
    return pen.toString();
  };
  const asPng = (size = map.size(), sight = map.sight(), times = 2) => {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(size.width * times); canvas.height = Math.round(size.height * times);
    const ctx = canvas.getContext("2d"), boxes = scene.boxes;
    ctx.setTransform(times, 0, 0, times, 0, 0);
    scene.draw(pens.canvasPen(ctx), sight, size);
    scene.boxes = boxes;
    return canvas;
  };
  const download = (url, ending) => {
    const link = words.element("a", { href: url, download: `${name()}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const savePng = () => asPng().toBlob((blob) => download(URL.createObjectURL(blob), "png"));
  const saveSvg = () => download(URL.createObjectURL(new Blob([asSvg()], { type: "image/svg+xml" })), "svg");

  // On paper everything is light, and the picture is lines, not dots.
  let theme = null;
  addEventListener("beforeprint", () => {
    theme = workshop.state.theme;
    workshop.set({ theme: "light" });
    const parsed = new DOMParser().parseFromString(asSvg(), "image/svg+xml").documentElement;
    document.getElementById("printed").replaceChildren(document.adoptNode(parsed));
  });
  addEventListener("afterprint", () => { if (theme) workshop.set({ theme }); document.getElementById("printed").replaceChildren(); });
  return { asSvg, asPng, savePng, saveSvg };
})();
