// Which months and channels count: chips and a time slider, with a player.
workshop.filters = (() => {
  const { model, words } = workshop;
  const { element, text, fill } = words;
  const { time } = model, box = document.getElementById("filters");
  const last = time.months.length - 1;
  const usable = () => model.hasCells || Boolean(time.margins);
  let playing = 0;

  const chips = () => {
    if (time.channels.length < 2) return [];
    const group = element("div", { className: "chips", role: "group" });
    group.setAttribute("aria-label", text("channels"));
    time.channels.forEach((name, i) => {
      const { channels } = workshop.state, on = !channels || channels.includes(i);
      const chip = element("button", { type: "button", textContent: text(`channel_${name}`), onclick: () => toggle(i) });
      chip.setAttribute("aria-pressed", String(on));
      chip.dataset.channel = name;
      group.append(chip);
    });
    return [group];
  };
  const toggle = (i) => {
    const now = workshop.state.channels ?? time.channels.map((_, index) => index);
    const wanted = now.includes(i) ? now.filter((one) => one !== i) : [...now, i].sort();
    if (!wanted.length) { workshop.set({ channels: [i] }); return; } // never nothing: the one pressed stays
    workshop.set({ channels: wanted.length === time.channels.length ? null : wanted, ...(model.hasCells ? {} : { months: null }) });
  };
  const slide = (first, lastWanted) => {
    const months = first === 0 && lastWanted === last ? null : [first, lastWanted];
    workshop.set({ months, ...(model.hasCells || !months ? {} : { channels: null }) });
  };
  const slider = () => {
    if (last < 1) return [];
    const [from, to] = workshop.state.months ?? [0, last];
    const range = (id, value, key, move) => {
      const input = element("input", { type: "range", id, min: 0, max: last, step: 1, value });
      input.setAttribute("aria-label", text(key));
      input.setAttribute("aria-valuetext", words.month(value));
      input.oninput = () => move(Number(input.value));
      return input;
    };
    const shown = element("span", { className: "span", id: "months-shown", textContent: words.months([from, to]) });
    const play = element("button", { type: "button", id: "play", textContent: playing ? "❚❚" : "▶", onclick: togglePlay });
    play.setAttribute("aria-label", text(playing ? "pause" : "play"));
    return [element("div", { className: "slider", role: "group", ariaLabel: text("months") }, play,
      range("from", from, "from_month", (value) => slide(value, Math.max(value, to))),
      range("to", to, "to_month", (value) => slide(Math.min(from, value), value)), shown)];
  };
  // The player shows one month after the other; it starts only when asked, so nothing moves by itself, and gives way to
  // whatever else changes the months.
  const stop = () => { clearInterval(playing); playing = 0; };
  const togglePlay = () => {
    if (playing) { stop(); render(); return; }
    let shown = workshop.state.months;
    let month = workshop.state.months && workshop.state.months[0] === workshop.state.months[1] && workshop.state.months[0] < last ? workshop.state.months[0] : -1;
    const next = () => {
      if (workshop.state.months !== shown) { stop(); render(); return; }
      month += 1;
      if (month > last) { stop(); workshop.set({ months: null }); return; }
      slide(month, month);
      shown = workshop.state.months;
    };
    playing = setInterval(next, 1200);
    next();
  };
  const reset = () => (workshop.state.months || workshop.state.channels
    ? [element("button", { type: "button", className: "reset", textContent: text("all_data"), onclick: () => workshop.set({ months: null, channels: null }) })] : []);

  // What is chosen, in words; empty for everything. Says where figures are added up in the page.
  const described = () => {
    const { months, channels } = workshop.state, choice = workshop.choice();
    if (model.isWhole(choice)) return "";
    const parts = [months ? words.months(months) : "", channels ? channels.map((i) => text(`channel_${time.channels[i]}`)).join(", ") : ""].filter(Boolean).join(" · ");
    const how = !model.canShow(choice) ? "not_recomputed" : model.singleOf(choice) ? "counted_apart" : "added_here";
    return fill("selection", { what: parts, how: text(how) });
  };
  const render = () => {
    if (!usable()) return;
    const focused = document.activeElement?.id, channel = document.activeElement?.dataset?.channel;
    box.replaceChildren(...chips(), ...slider(), ...reset());
    box.hidden = !box.childNodes.length;
    if (focused && box.querySelector(`#${focused}`)) box.querySelector(`#${focused}`).focus();
    else if (channel) box.querySelector(`[data-channel="${channel}"]`)?.focus();
  };
  workshop.modules.push({
    change(state, before) {
      if (state.lang === before.lang && state.months === before.months && state.channels === before.channels && box.childNodes.length) return;
      render();
    },
  });
  return { render, described };
})();
