// The side panel in plain words: the whole, a function, or a person; and what happens without the functions unticked.
workshop.panel = (() => {
  const { model, words, scene, paths } = workshop;
  const { functions, known, people, page } = model;
  const { element, bdi, sentence, text, number, decimal, percent, count, dot, nameOf } = words;
  const panel = document.getElementById("panel");
  const sum = (values) => [...values].reduce((a, b) => a + b, 0);

  const bar = (share, f) => {
    const fill = element("i");
    fill.style.width = `${Math.max(1, 100 * share)}%`;
    fill.style.setProperty("--of", f ? f.color : "var(--soft)");
    return element("span", { className: "bar", ariaHidden: "true" }, fill);
  };
  const row = (f, name, value, share, click) => {
    const button = element("button", { type: "button", onclick: click }, f ? dot(f) : element("span"), bdi(name), element("span", { className: "value", textContent: value }));
    if (share !== null) button.append(bar(share, f));
    return element("li", {}, button);
  };
  const plainRow = (name, value) => element("li", { className: "plain" }, element("span", { textContent: name }), element("span", { className: "value", textContent: value }));
  const rows = (...items) => element("ul", { className: "rows" }, ...items);
  const note = (content) => element("p", { className: "note" }, content);
  const title = (content) => element("h2", { className: "part" }, content);
  const heading = (f, name) => element("h2", { tabIndex: -1 }, dot(f), bdi(name));
  const backButton = () => element("button", { type: "button", className: "back", textContent: `← ${text("back")}`, onclick: () => workshop.choose(null) });
  const choiceNow = () => workshop.choice();

  // ---- the whole ----
  const tiles = () => {
    const now = model.figures(choiceNow()), box = element("dl", { className: "tiles" });
    const tile = (value, key) => box.append(element("div", {}, element("dt", { textContent: text(key) }), element("dd", { textContent: value })));
    if (now.people === undefined) return known.length ? note(text("nobody")) : box;
    tile(number(now.people), page.whole.teams ? "tile_nodes" : "tile_people");
    tile(number(page.whole.functions), "tile_functions");
    if (known.length > 1) { tile(percent(now.cross), "tile_cross"); tile(percent(now.expected), "tile_expected"); }
    return box;
  };
  const tickList = () => {
    const most = Math.max(...known.map((f) => f.people), 1), list = element("ul", { className: "rows ticks" });
    for (const f of known.slice().sort((a, b) => b.people - a.people)) {
      const item = row(f, nameOf(f), number(f.people), f.people / most, () => workshop.choose({ of: f }));
      const tick = element("input", { type: "checkbox", checked: scene.on(f) });
      tick.setAttribute("aria-label", words.fill("tick", { name: nameOf(f) }));
      tick.dataset.f = f.index;
      tick.onchange = () => {
        const off = new Set(workshop.state.off);
        if (tick.checked) off.delete(f.index); else off.add(f.index);
        workshop.set({ off });
        panel.querySelector(`input[data-f="${f.index}"]`)?.focus();
      };
      item.prepend(tick);
      list.append(item);
    }
    return list;
  };
  const glue = () => {
    if (!page.glue?.length) return [];
    const choice = choiceNow(), single = model.singleOf(choice);
    if (model.isWhole(choice)) {
      const most = Math.max(...page.glue.map((one) => one.brokerage), 1e-9);
      return [title(text("glue_title")), note(text("glue_means")), rows(...page.glue.map((one) => {
        const f = functions[one.f];
        return row(f, nameOf(f), words.fill("glue_rank", { share: percent(one.brokerage), rank: one.low === one.high ? one.low : `${one.low}–${one.high}` }), one.brokerage / most, () => workshop.choose({ of: f }));
      }))];
    }
    if (!single?.glue.length) return [title(text("glue_title")), note(text("glue_whole"))];
    const ranked = single.glue.slice().sort((a, b) => b[1] - a[1]), most = Math.max(ranked[0][1], 1e-9);
    return [title(text("glue_title")), note(text("glue_part")), rows(...ranked.map(([i, value]) => row(functions[i], nameOf(functions[i]), percent(value), value / most, () => workshop.choose({ of: functions[i] }))))];
  };
  const overview = () => {
    const parts = [];
    const selection = workshop.filters.described();
    if (selection) parts.push(note(selection));
    parts.push(tiles());
    if (workshop.state.compare) parts.push(...workshop.compare.list());
    parts.push(without());
    if (known.length) parts.push(title(text("list_functions")), element("p", { className: "note untick", textContent: text("list_untick") }), tickList());
    parts.push(...glue(), note(text("exchange_means")), ...notes());
    return parts;
  };
  const notes = () => {
    const found = [];
    if (page.merged) found.push(words.fill("small_note", { n: page.min_group }));
    if (page.unknown) found.push(count("unknown_note", page.unknown));
    if (page.mode === "expand") found.push(words.fill("too_many", { n: number(page.most_people) }));
    return found.map(note);
  };

  // ---- without the functions unticked ----
  let stop = () => {}, asked = "";
  const exact = (off, choice) => (off.size === 1 && model.isWhole(choice) ? page.without?.find((one) => off.has(one.f)) : null);
  const without = () => {
    const box = element("div", { className: "without", id: "without" }), { off } = workshop.state, choice = choiceNow();
    stop();
    if (!off.size) { asked = ""; box.hidden = true; return box; }
    const names = known.filter((f) => off.has(f.index)).map(nameOf).join(", ");
    const known_ = exact(off, choice);
    box.append(element("h2", {}, sentence("without", { names })));
    const facts = element("dl");
    const fact = (key, value, name) => { const dd = element("dd", { textContent: value }); dd.dataset.fact = name; facts.append(element("div", {}, element("dt", { textContent: text(key) }), dd)); return dd; };
    const lost = known_ ? known_.lost : model.lostWithout(off, choice);
    fact("lost", lost === null ? text(known_ ? "withheld" : "not_recomputed") : percent(lost), "lost");
    const cut = fact("cut", "…", "cut"), length = fact("longer", "…", "length");
    const show = (found) => {
      workshop.lastWithout = found;
      cut.textContent = found.cut === null ? text("withheld") : words.fill("cut_value", { n: number(found.cut), all: number(found.pairs) });
      length.textContent = found.before === null ? "–" : words.fill("longer_value", { before: decimal(found.before), after: decimal(found.after) });
    };
    if (known_) show(known_);
    else if (model.knowsTies(choice)) stop = paths.without(off, choice, show);
    else { cut.textContent = length.textContent = text("not_recomputed"); }
    box.append(facts);
    if (known_) box.append(note(text("without_counted")));
    else if (model.knowsTies(choice)) box.append(note(text(page.merged ? "without_here_small" : "without_here")));
    box.append(element("button", { type: "button", textContent: text("tick_all"), onclick: () => workshop.set({ off: new Set() }) }));
    return box;
  };

  // ---- a function ----
  const aboutFunction = (f) => {
    const parts = [backButton(), heading(f, nameOf(f)), element("p", { textContent: count(f.teams ? "n_teams" : "n_people", f.people) })];
    if (workshop.opening?.can(f)) parts.push(workshop.opening.button(f));
    if (!f.known) return parts;
    const choice = choiceNow(), selection = workshop.filters.described();
    if (selection) parts.push(note(selection));
    if (!model.canShow(choice)) return [...parts, note(text("not_recomputed"))];
    if (scene.missing().has(f.index)) return [...parts, note(words.fill("too_few", { n: page.min_group }))];
    const { inside, partners, few, missing, hides } = model.partnersOf(f, choice), cross = model.figures(choice).cross;
    const outside = sum(partners.values()) + (few || 0), all = 2 * inside + outside; // an inner tie is exchange of two of its people
    if (all) parts.push(element("p", {}, sentence("stays", { inside: percent(2 * inside / all), outside: percent(outside / all), name: nameOf(f) })), ...(cross === null ? [] : [note(sentence("usual", { share: percent(cross) }))]));
    if (few === null) parts.push(note(words.fill("few_left_out", { n: page.min_group })));
    if (!outside) return [...parts, element("p", { textContent: text("no_partner") })];
    const ranked = [...partners].sort((a, b) => b[1] - a[1]), most = ranked[0]?.[1];
    parts.push(title(text("partners")), rows(...ranked.map(([i, value]) => row(functions[i], nameOf(functions[i]), percent(value / outside), value / most, () => workshop.choose({ of: functions[i] }))), ...(few ? [plainRow(text("few_together"), percent(few / outside))] : [])));
    const none = known.filter((other) => other !== f && !partners.has(other.index) && !missing.has(other.index) && !hides(f, other)).map(nameOf);
    if (none.length) parts.push(note(sentence("nothing_with", { names: none.join(", ") })));
    return parts;
  };

  // ---- a person ----
  const different = (dots) => new Set(dots.map((one) => one.person)).size; // who changed function is one person and two dots
  const counted = (dots) => {
    const [people_, teams] = [false, true].map((team) => different(dots.filter((one) => Boolean(one.team) === team)));
    return [people_ || !teams ? count("n_people", people_) : "", teams ? count("n_teams", teams) : ""].filter(Boolean).join(" + ");
  };
  const aboutPerson = (person) => {
    const f = functions[person.f], parts = [backButton(), heading(f, person.tag), element("p", {}, sentence("person_in", { name: nameOf(f) }))];
    const where = new Map(), closest = [], selection = workshop.filters.described();
    if (selection) parts.push(note(model.hasCells ? selection : text("not_recomputed")));
    if (people.length) {
      const s = model.strengths(choiceNow()), own = model.tiesOf(person).filter((tie) => s[tie] && scene.on(functions[model.otherEnd(tie, person).f]));
      for (const tie of own) { const g = model.otherEnd(tie, person).f; where.set(g, (where.get(g) || 0) + s[tie]); }
      const met = own.map((tie) => model.otherEnd(tie, person)), elsewhere = met.filter((other) => other.f !== person.f);
      parts.push(element("p", {}, sentence("person_reach", { people: counted(met), outside: number(different(elsewhere)) })));
      for (const tie of own.sort((a, b) => s[b] - s[a]).slice(0, 8)) {
        const other = model.otherEnd(tie, person);
        closest.push(row(functions[other.f], other.tag, nameOf(functions[other.f]), null, () => workshop.choose({ person: other })));
      }
    } else for (let i = 0; i < person.where.length; i += 2) where.set(person.where[i], person.where[i + 1]);
    const total = sum(where.values());
    if (!total) return parts;
    const name = (i) => (i === person.f ? `${nameOf(functions[i])} (${text("own_function")})` : nameOf(functions[i]));
    parts.push(title(text("person_where")), rows(...[...where].sort((a, b) => b[1] - a[1]).map(([i, value]) => row(functions[i], name(i), percent(value / total), value / total, () => workshop.choose({ of: functions[i] })))));
    if (closest.length) parts.push(title(text("person_partners")), rows(...closest));
    return parts;
  };

  const show = () => {
    const { chosen } = workshop.state;
    panel.replaceChildren(...(!chosen ? overview() : chosen.person ? aboutPerson(chosen.person) : aboutFunction(chosen.of)));
  };
  workshop.modules.push({
    change(state, before) {
      const same = ["chosen", "off", "months", "channels", "lang", "compare", "open", "view"].every((name) => state[name] === before[name]);
      if (same && panel.childNodes.length) return;
      show();
      if (state.chosen !== before.chosen) { panel.scrollTop = 0; document.getElementById("said").textContent = panel.querySelector("h2[tabindex]")?.textContent ?? ""; }
    },
  });
  return { row, rows, note, title, bar, show };
})();
