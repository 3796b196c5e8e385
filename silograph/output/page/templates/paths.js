// What happens without some functions: pairs of people of different other functions that lose every path, and how much
// longer the other paths get. Breadth-first search from 32 people at a time, one bit each; exact, as `whatif` in Python.
workshop.paths = (() => {
  const { functions, people, ties } = workshop.model;

  const graphOf = (strength, off) => {
    const n = people.length, degree = new Int32Array(n + 1);
    const kept = (i) => strength[i] > 0 && !off.has(people[ties.a[i]].f) && !off.has(people[ties.b[i]].f);
    for (let i = 0; i < ties.a.length; i++) if (kept(i)) { degree[ties.a[i] + 1]++; degree[ties.b[i] + 1]++; }
    for (let i = 0; i < n; i++) degree[i + 1] += degree[i];
    const first = degree, next = first.slice(), to = new Int32Array(first[n]);
    for (let i = 0; i < ties.a.length; i++) if (kept(i)) { to[next[ties.a[i]]++] = ties.b[i]; to[next[ties.b[i]]++] = ties.a[i]; }
    return { first, to };
  };
  const ones = (word) => {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  };
  // From a batch of people: pairs met, and the sum of steps of those whose bit `asked` lets through (all if null).
  const spread = (graph, batch, counted, asked) => {
    const n = people.length, seen = new Int32Array(n);
    let now = new Int32Array(n), pairs = 0, steps = 0;
    batch.forEach((person, lane) => { now[person] |= 1 << lane; seen[person] |= 1 << lane; });
    for (let depth = 1, active = true; active; depth++) {
      active = false;
      const next = new Int32Array(n);
      for (let v = 0; v < n; v++) {
        let word = 0;
        for (let i = graph.first[v]; i < graph.first[v + 1]; i++) word |= now[graph.to[i]];
        word &= ~seen[v];
        if (!word) continue;
        active = true;
        next[v] = word;
        seen[v] |= word;
        word &= counted[v];
        pairs += ones(word);
        steps += depth * ones(asked ? word & asked[v] : word);
      }
      now = next;
    }
    return { pairs, steps, seen };
  };

  // Runs in turns so that the page stays responsive; `done` gets {pairs, cut, before, after}, lengths null where no
  // pair keeps a path. Returns a function that stops it.
  const without = (off, choice, done) => {
    const strength = workshop.model.strengths(choice);
    const before = graphOf(strength, new Set()), after = graphOf(strength, off);
    const sources = people.filter((p) => functions[p.f].known && !off.has(p.f)).map((p) => p.index);
    const total = { pairs: 0, kept: 0, before: 0, after: 0 };
    let at = 0, timer = 0;
    const turn = () => {
      const until = performance.now() + 24;
      while (at < sources.length && performance.now() < until) {
        const batch = sources.slice(at, at + 32);
        at += 32;
        const inside = new Map(); // bits of the batch by function
        batch.forEach((person, lane) => inside.set(people[person].f, (inside.get(people[person].f) || 0) | (1 << lane)));
        const counted = Int32Array.from(people, (p) => (!functions[p.f].known || off.has(p.f) ? 0 : ~(inside.get(p.f) || 0)));
        const late = spread(after, batch, counted, null), early = spread(before, batch, counted, late.seen);
        total.pairs += early.pairs; total.kept += late.pairs; total.after += late.steps; total.before += early.steps;
      }
      if (at < sources.length) { timer = setTimeout(turn, 0); return; }
      const kept = total.kept;
      done({ pairs: total.pairs / 2, cut: (total.pairs - kept) / 2, before: kept ? total.before / kept : null, after: kept ? total.after / kept : null });
    };
    timer = setTimeout(turn, 40); // the picture comes first
    return () => clearTimeout(timer);
  };
  return { without };
})();
