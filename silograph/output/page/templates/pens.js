// Two pens with the same strokes, in screen pixels: one draws on a canvas, one writes SVG. What is exported is what is seen.
workshop.pens = (() => {
  const FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif";
  const fontOf = ({ size, weight = 400 }) => `${weight} ${size}px ${FONT}`;

  const canvasPen = (ctx) => ({
    measure: (text, style) => { ctx.font = fontOf(style); return ctx.measureText(text).width; },
    rectangle: (x, y, w, h, color) => { ctx.fillStyle = color; ctx.fillRect(x, y, w, h); },
    lines: (segments, width, color, dash = []) => {
      ctx.beginPath();
      for (let i = 0; i < segments.length; i += 4) { ctx.moveTo(segments[i], segments[i + 1]); ctx.lineTo(segments[i + 2], segments[i + 3]); }
      ctx.setLineDash(dash); ctx.lineWidth = width; ctx.strokeStyle = color; ctx.lineCap = dash.length ? "butt" : "round";
      ctx.stroke();
      ctx.setLineDash([]);
    },
    circles: (places, { fill, stroke, width = 1, dash = [] }) => {
      ctx.beginPath();
      for (let i = 0; i < places.length; i += 3) { ctx.moveTo(places[i] + places[i + 2], places[i + 1]); ctx.arc(places[i], places[i + 1], places[i + 2], 0, 2 * Math.PI); }
      if (fill) { ctx.fillStyle = fill; ctx.fill(); }
      if (stroke) { ctx.setLineDash(dash); ctx.lineWidth = width; ctx.strokeStyle = stroke; ctx.stroke(); ctx.setLineDash([]); }
    },
    text: (text, x, y, { size, weight, color, halo, align = "center" }) => {
      ctx.font = fontOf({ size, weight }); ctx.textAlign = align; ctx.textBaseline = "alphabetic"; ctx.lineJoin = "round";
      if (halo) { ctx.strokeStyle = halo; ctx.lineWidth = 5; ctx.strokeText(text, x, y); }
      ctx.fillStyle = color; ctx.fillText(text, x, y);
    },
  });

  const svgPen = (width, height, measuring) => {
    const parts = [], n = (x) => Math.round(x * 100) / 100;
    const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "");
    const dashed = (dash) => (dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : "");
    return {
      measure: measuring.measure,
      rectangle: (x, y, w, h, color) => parts.push(`<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${color}"/>`),
      lines: (segments, thick, color, dash = []) => {
        let d = "";
        for (let i = 0; i < segments.length; i += 4) d += `M${n(segments[i])} ${n(segments[i + 1])}L${n(segments[i + 2])} ${n(segments[i + 3])}`;
        parts.push(`<path d="${d}" fill="none" stroke="${color}" stroke-width="${n(thick)}" stroke-linecap="${dash.length ? "butt" : "round"}"${dashed(dash)}/>`);
      },
      circles: (places, { fill = "none", stroke, width: thick = 1, dash = [] }) => {
        const line = stroke ? ` stroke="${stroke}" stroke-width="${n(thick)}"${dashed(dash)}` : "";
        for (let i = 0; i < places.length; i += 3) parts.push(`<circle cx="${n(places[i])}" cy="${n(places[i + 1])}" r="${n(places[i + 2])}" fill="${fill || "none"}"${line}/>`);
      },
      text: (text, x, y, { size, weight = 400, color, halo, align = "center" }) => {
        const anchor = { center: "middle", left: "start", right: "end" }[align];
        const around = halo ? ` stroke="${halo}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"` : "";
        parts.push(`<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}" font-weight="${weight}" fill="${color}" text-anchor="${anchor}"${around}>${escape(text)}</text>`);
      },
      toString: () => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}" font-family="${FONT}">${parts.join("")}</svg>`,
    };
  };
  return { canvasPen, svgPen };
})();
