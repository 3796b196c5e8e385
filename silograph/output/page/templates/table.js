// The picture as tables: the same figures for who reads, listens or copies.
workshop.screens.table = (() => {
  const { model, words } = workshop;
  const { known, K } = model;
  const { element, text, percent, number, nameOf, bdi } = words;
  const cell = (tag, content, scope) => { const made = element(tag); made.append(content); if (scope) made.scope = scope; return made; };
  const tableOf = (caption, head, body) => element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: caption }, element("table", {}, element("caption", {}, element("span", { textContent: caption })),
    element("thead", {}, element("tr", {}, ...head.map((one) => cell("th", one, "col")))), element("tbody", {}, ...body)));
  const render = (box) => {
    const choice = workshop.choice(), { matrix, missing, few } = model.exchange(choice), now = model.present(choice).of;
    const shown = known.filter((f) => !missing.has(f.index));
    const sumOf = (f) => shown.reduce((sum, g) => sum + (g === f ? 0 : matrix[f.index * K + g.index]), few ? few[f.index] : 0);
    const pooled = few && shown.some((f) => few[f.index]);
    const selection = workshop.filters.described();
    if (selection) box.append(element("p", { className: "note", textContent: selection }));
    if (!few) box.append(element("p", { className: "note", textContent: words.fill("few_left_out", { n: model.page.min_group }) }));
    const rows = shown.map((f) => {
      const outside = sumOf(f), inside = matrix[f.index * K + f.index], all = 2 * inside + outside;
      return element("tr", {}, cell("th", bdi(nameOf(f)), "row"), cell("td", now ? number(now[f.index]) : "–"), cell("td", all ? percent(2 * inside / all) : "–"), cell("td", all ? percent(outside / all) : "–"));
    });
    box.append(tableOf(text("table_functions"), [text("table_function"), text("people"), text("table_inside"), text("table_outside")], rows));
    const exchange = shown.map((f) => {
      const outside = sumOf(f);
      return element("tr", {}, cell("th", bdi(nameOf(f)), "row"), ...shown.map((g) => cell("td", f === g || !outside ? "–" : percent(matrix[f.index * K + g.index] / outside))), ...(pooled ? [cell("td", outside ? percent(few[f.index] / outside) : "–")] : []));
    });
    box.append(tableOf(text("table_exchange"), [text("table_function"), ...shown.map((f) => bdi(nameOf(f))), ...(pooled ? [text("few_together")] : [])], exchange));
    const answers = (model.page.answers || []).map((one) => element("tr", {}, cell("th", words.said(one.asks), "row"), cell("td", bdi(words.said(one.said)))));
    if (answers.length) box.append(tableOf(text("table_answers"), [text("table_question"), text("table_answer")], answers));
  };
  return { label: "screen_table", available: known.length > 0, render };
})();
