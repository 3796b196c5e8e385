// Where labels go: constant size on the screen, none over another, none beyond the edge.
workshop.labels = (() => {
  const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  const hits = (box, c) => {
    const dx = Math.max(box.x - c.x, 0, c.x - box.x - box.w), dy = Math.max(box.y - c.y, 0, c.y - box.y - box.h);
    return Math.hypot(dx, dy) < c.r;
  };
  const shortened = (text, room, measure) => {
    if (measure(text) <= room) return text;
    const letters = [...text]; // whole characters, not halves of an emoji
    while (letters.length > 1 && measure(`${letters.join("")}…`) > room) letters.pop();
    return `${letters.join("").trimEnd()}…`;
  };
  // One or two lines, each within the room.
  const wrapped = (text, room, measure) => {
    if (measure(text) <= room) return [text];
    const words = text.split(/\s+/);
    let first = words.shift();
    while (words.length && measure(`${first} ${words[0]}`) <= room) first += ` ${words.shift()}`;
    return [first, ...(words.length ? [words.join(" ")] : [])].map((line) => shortened(line, room, measure));
  };
  // The best place for a w x h label around a circle; null where there is none.
  const place = ({ w, h, above, optional }, around, { taken, circles, width, height }) => {
    const { x, y, r } = around, gap = 5, slant = 0.72 * r;
    const spots = [[x - w / 2, y + r + gap], [x - w / 2, y - r - gap - h], [x + r + gap, y - h / 2], [x - r - gap - w, y - h / 2],
      [x + slant, y + slant], [x - slant - w, y + slant], [x + slant, y - slant - h], [x - slant - w, y - slant - h],
      [x - w / 2, y - r + 3], [x - w / 2, y + r - h - 3], [x - w / 2, y - h / 2],
      ...[0.2, 0.8].flatMap((part) => [[x - part * w, y + r + gap], [x - part * w, y - r - gap - h]])];
    if (above) [spots[0], spots[1]] = [spots[1], spots[0]];
    let best = null;
    spots.forEach(([left, top], rank) => {
      // A spot a little over the edge is moved in.
      const box = { x: Math.min(Math.max(left, 3), width - w - 3), y: Math.min(Math.max(top, 3), height - h - 3), w, h };
      if (box.x < 3 || box.y < 3 || Math.hypot(box.x - left, box.y - top) > r + 40) return;
      if (taken.some((other) => overlap(box, other))) return;
      const covered = circles.filter((c) => c.of !== around.of && hits(box, c)).length;
      if (covered && optional) return; // a name on another's bubble says the wrong thing
      const cost = rank * 0.3 + covered * 6;
      if (!best || cost < best.cost) best = { ...box, cost };
    });
    return best;
  };
  return { place, shortened, wrapped };
})();
