// What the page knows, and what it works out: functions, people, ties, and their sums for any choice of months,
// channels and functions. No drawing here. Every name stays a string; ids are n0, f0 ..., never what a source says.
const workshop = { modules: [] };

workshop.model = (() => {
  const read = (id) => JSON.parse(document.getElementById(`data-${id}`).textContent);
  const page = read("page"), nodes = read("nodes");
  const numberOf = (id) => Number(id.slice(1));

  const functions = page.functions.map((f, index) => ({ ...f, index, members: [] }));
  const known = functions.filter((f) => f.known);
  const people = nodes.filter((n) => n.kind === "person").map((n, index) => ({ ...n, index, person: n.same ?? index }));
  for (const p of people) functions[p.f].members.push(p);

  const time = page.time || { months: [], channels: [], singles: [] };
  const ties = { a: page.ties.a || [], b: page.ties.b || [], s: page.ties.s || [] };
  const whole = Float64Array.from(ties.s);
  const K = functions.length;

  // Cells come as steps from tie to tie.
  const cells = time.cells ? (() => {
    let tie = 0;
    return { tie: Int32Array.from(time.cells.tie, (step) => (tie += step)), part: time.cells.part, s: time.cells.s, m: time.cells.m };
  })() : null;

  // ---- choices of months and channels ----
  // null: all of them, messages without a time included
  const isWhole = (choice) => choice.months === null && choice.channels === null;
  const keyOf = (choice) => `${choice.months ? choice.months.join("-") : "*"}|${choice.channels ? choice.channels.join(",") : "*"}`;
  const remembered = new Map();
  const remember = (name, choice, make) => {
    const key = `${name}|${keyOf(choice)}`;
    if (!remembered.has(key)) {
      if (remembered.size > 60) remembered.clear();
      remembered.set(key, make());
    }
    return remembered.get(key);
  };

  // What passed on each tie; 0 where the choice has nothing (or too few messages to be a tie).
  const strengths = (choice) => {
    if (isWhole(choice) || !cells) return whole;
    return remember("ties", choice, () => {
      const found = new Float64Array(whole.length), messages = cells.m ? new Float64Array(whole.length) : null;
      const channels = time.channels.length || 1;
      const [first, last] = choice.months || [0, Infinity];
      const wanted = choice.channels ? new Set(choice.channels) : null;
      for (let i = 0; i < cells.tie.length; i++) {
        const month = Math.floor(cells.part[i] / channels);
        if (month < first || month > last || (wanted && !wanted.has(cells.part[i] % channels))) continue;
        if (choice.months && month >= time.months.length) continue; // no time: in no month
        found[cells.tie[i]] += cells.s[i];
        if (messages) messages[cells.tie[i]] += cells.m[i];
      }
      if (messages) messages.forEach((m, i) => { if (m < time.least) found[i] = 0; });
      return found;
    });
  };

  // Whether functions' exchange is known for a choice: always where ties are, else by months or by channels only.
  const canShow = (choice) => isWhole(choice) || Boolean(cells) || Boolean(time.margins && (choice.months === null || choice.channels === null));

  // Whether ties of single people are known for a choice, not only in all.
  const knowsTies = (choice) => people.length > 0 && (isWhole(choice) || Boolean(cells));

  // Where everybody would be too many, one function's people are read when it is opened.
  const openable = (f) => page.mode === "expand" && Boolean(document.getElementById(`data-inside-${f.index}`));
  const readInside = (f) => {
    if (f.byNumber) return;
    const { nodes: dots, ties: inner, of, where } = read(`inside-${f.index}`);
    f.byNumber = new Map();
    dots.forEach((dot, i) => { const person = { ...dot, index: numberOf(dot.id), where: where[i] }; f.members.push(person); f.byNumber.set(person.index, person); });
    Object.assign(f, { inner, innerTies: of });
  };

  // Functions of which too few people are active in a choice, and those that join them so that no difference gives
  // them back; as a page of these messages alone would merge them (silograph/graph/small.py: hidden_functions).
  const tooFew = (choice) => {
    const { of } = present(choice);
    const active = known.filter((f) => of[f.index]).sort((f, g) => of[f.index] - of[g.index] || (f.name < g.name ? -1 : 1));
    const hidden = active.filter((f) => of[f.index] < page.min_group);
    const rest = active.slice(hidden.length).sort((f, g) => (g.group === "small") - (f.group === "small"));
    const several = () => hidden.length > 1 || hidden[0].group === "small";
    const together = () => hidden.reduce((all, f) => all + of[f.index], 0);
    // Whether the sum leaves a small one a single size, given that those which cover it are the next smallest.
    const pinned = () => {
      const most = page.min_group - 1, small = hidden.filter((f) => of[f.index] <= most).length, cover = hidden.length - small;
      const largest = rest.length ? Math.min(...rest.map((f) => of[f.index])) : together();
      return most > 1 && small && Math.max(1, together() - (small - 1) * most - cover * largest) >= Math.min(most, together() - (small - 1) - cover * page.min_group);
    };
    while (hidden.length && rest.length && (!several() || together() < page.min_group || pinned())) hidden.push(rest.shift());
    return new Set(hidden.map((f) => f.index));
  };

  // Exchange between functions, K x K, symmetric; the diagonal has each function's inner ties once. `missing` are the
  // functions of which too few people are active: their figures are 0 here, and `few` has what each of the others
  // exchanges with them together (null where not known). `hides` tells of which other pairs too few are. `over` has the shares over all functions.
  const exchange = (choice) => remember("exchange", choice, () => {
    const matrix = new Float64Array(K * K), missing = new Set();
    let few = null, over = null;
    const untold = new Set();
    const add = (a, b, value) => { matrix[a * K + b] += value; if (a !== b) matrix[b * K + a] += value; };
    if (isWhole(choice)) {
      page.exchange.forEach(([a, b, value]) => add(a, b, value));
      page.untold.forEach(([a, b]) => untold.add(a * K + b));
      known.forEach((f) => add(f.index, f.index, f.inside));
    } else if (cells) {
      const s = strengths(choice);
      for (let i = 0; i < s.length; i++) {
        const a = people[ties.a[i]].f, b = people[ties.b[i]].f;
        if (s[i] && functions[a].known && functions[b].known) add(a, b, s[i]);
      }
      over = among(matrix);
      tooFew(choice).forEach((f) => missing.add(f));
      few = functions.map((f) => [...missing].reduce((sum, g) => sum + matrix[f.index * K + g], 0));
    } else if (canShow(choice)) {
      const parts = choice.months ? time.margins.months.slice(choice.months[0], choice.months[1] + 1) : choice.channels.map((c) => time.margins.channels[c]);
      for (const part of parts) {
        part.pairs.forEach(([a, b, value]) => add(a, b, value));
        part.without.forEach((f) => missing.add(f));
        part.untold.forEach(([a, b]) => untold.add(a * K + b));
      }
    }
    for (const f of missing) for (let other = 0; other < K; other++) matrix[f * K + other] = matrix[other * K + f] = 0;
    if (!missing.size && !untold.size) few = functions.map(() => 0);
    return { matrix, missing, few, hides: (f, g) => untold.has(Math.min(f.index, g.index) * K + Math.max(f.index, g.index)), over: over ?? (missing.size || untold.size ? { cross: null, expected: null } : among(matrix)) };
  });

  // The record of a choice that is one whole month, or one channel: counted when the page was made.
  const singleOf = (choice) => {
    if (choice.months && !choice.channels && choice.months[0] === choice.months[1]) return time.singles.find((one) => one.month === choice.months[0]);
    if (choice.channels && !choice.months && choice.channels.length === 1) return time.singles.find((one) => one.channel === choice.channels[0]);
    return null;
  };

  const among = (matrix) => {
    let inside = 0, all = 0;
    const activity = known.map(() => 0);
    known.forEach((f, i) => known.forEach((g, j) => {
      if (j < i) return;
      const value = matrix[f.index * K + g.index];
      all += value;
      if (i === j) inside += value;
      activity[i] += value; activity[j] += value;
    }));
    return { all, cross: all ? (all - inside) / all : 0, expected: all ? 1 - activity.reduce((sum, a) => sum + (a / (2 * all)) ** 2, 0) : 0 };
  };

  // People with any tie, per function (its teams, where it has teams only) and in all; null where the page does not know.
  const present = (choice) => remember("present", choice, () => {
    if (isWhole(choice)) return { all: page.whole.people, of: functions.map((f) => f.people) };
    if (!cells) { const single = singleOf(choice); return { all: single ? single.people : null, of: null }; }
    const s = strengths(choice), seen = new Uint8Array(people.length);
    const persons = functions.map(() => new Set()), teams = functions.map(() => new Set()), everybody = new Set();
    for (let i = 0; i < s.length; i++) if (s[i]) seen[ties.a[i]] = seen[ties.b[i]] = 1;
    people.forEach((p, i) => { if (seen[i]) { (p.team ? teams : persons)[p.f].add(p.person); everybody.add(p.person); } });
    return { all: everybody.size, of: persons.map((set, f) => set.size || teams[f].size), seen };
  });

  // The overview's figures. `counted`: from the run itself, not added up here.
  const figures = (choice) => {
    if (isWhole(choice)) return { ...page.whole, counted: true };
    const single = singleOf(choice);
    if (single) return { people: single.people, cross: single.cross, expected: single.expected, counted: true };
    const { cross, expected } = exchange(choice).over;
    return { people: present(choice).all, cross, expected, counted: false };
  };

  // Partners of a function: what it exchanges with each other, inside, and with those of few people together.
  const partnersOf = (f, choice) => {
    const { matrix, missing, few, hides } = exchange(choice);
    const partners = new Map();
    for (const g of known) if (g !== f && matrix[f.index * K + g.index] > 0) partners.set(g.index, matrix[f.index * K + g.index]);
    return { inside: matrix[f.index * K + f.index], partners, few: few && few[f.index], missing, hides };
  };

  // Ties of each person, made once: positions in `ties`.
  let touching = null;
  const tiesOf = (person) => {
    if (!touching) {
      touching = people.map(() => []);
      for (let i = 0; i < ties.a.length; i++) { touching[ties.a[i]].push(i); touching[ties.b[i]].push(i); }
    }
    return touching[person.index] ?? []; // where one function is opened at a time, ties are not here
  };
  const otherEnd = (tie, person) => people[ties.a[tie] === person.index ? ties.b[tie] : ties.a[tie]];

  // The share of all exchange that goes with the functions unticked, what `whatif` calls lost; null where not known.
  const lostWithout = (off, choice) => {
    if (cells || isWhole(choice)) {
      if (people.length) {
        const s = strengths(choice);
        let all = 0, lost = 0;
        for (let i = 0; i < s.length; i++) { all += s[i]; if (off.has(people[ties.a[i]].f) || off.has(people[ties.b[i]].f)) lost += s[i]; }
        return all ? lost / all : 0;
      }
    }
    const { matrix, missing } = exchange(choice);
    if (page.unknown || missing.size || !canShow(choice)) return null; // what they exchange is not on the page
    let all = 0, lost = 0;
    known.forEach((f, i) => known.forEach((g, j) => {
      if (j < i) return;
      const value = matrix[f.index * K + g.index];
      all += value;
      if (off.has(f.index) || off.has(g.index)) lost += value;
    }));
    return all ? lost / all : 0;
  };

  return {
    page, nodes, functions, known, people, ties, time, K, isWhole, canShow, strengths, exchange, figures,
    present, partnersOf, tiesOf, otherEnd, lostWithout, numberOf,
    singleOf, read, openable, readInside,
    hasCells: Boolean(cells), knowsTies,
  };
})();
