// Texts in the page's language, numbers as it writes them, and elements that hold names as text only.
workshop.words = (() => {
  const { page } = workshop.model;
  let lang = page.lang, texts = page.texts[lang], numbers, percents, decimals;
  const speak = (wanted) => {
    lang = wanted;
    texts = page.texts[lang];
    numbers = new Intl.NumberFormat(lang);
    percents = new Intl.NumberFormat(lang, { style: "percent" });
    decimals = (digits) => new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    document.documentElement.lang = lang;
  };
  speak(lang);

  const text = (key) => texts[key] ?? key;
  const number = (x) => (x === null || x === undefined || !Number.isFinite(x) ? "–" : numbers.format(Math.round(x)));
  const decimal = (x, digits = 2) => (x === null || !Number.isFinite(x) ? "–" : decimals(digits).format(x));
  const percent = (x) => (x === null || !Number.isFinite(x) ? "–" : x > 0 && x < 0.005 ? `< ${percents.format(0.01)}` : percents.format(x));
  const isOne = (n) => (lang === "fr" ? n < 2 : n === 1);
  // A text with its values put in.
  const fill = (key, values = {}) => text(key).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
  const count = (key, n) => fill(`${key}.${isOne(n) ? "one" : "many"}`, { n: number(n) });
  // A text that Python wrote in every language.
  const said = (both) => (both && typeof both === "object" ? both[lang] : both ?? "");

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const bdi = (content) => element("bdi", { textContent: content });
  // A sentence with its values isolated, so that a name in another script cannot turn the words around it.
  const sentence = (key, values = {}) => {
    const fragment = document.createDocumentFragment();
    for (const part of text(key).split(/(\{\w+\})/)) {
      const name = /^\{(\w+)\}$/.exec(part);
      fragment.append(name ? bdi(String(values[name[1]])) : part);
    }
    return fragment;
  };
  const nameOf = (f) => f.name ?? text(`group_${f.group}`);
  const month = (i) => {
    const [year, number_] = workshop.model.time.months[i].split("-").map(Number);
    return new Intl.DateTimeFormat(lang, { month: "short", year: "numeric", timeZone: "UTC" }).format(Date.UTC(year, number_ - 1, 1));
  };
  const months = ([first, last]) => (first === last ? month(first) : fill("months_span", { first: month(first), last: month(last) }));
  const dot = (f) => {
    const mark = element("span", { className: "dot", ariaHidden: "true" });
    mark.style.setProperty("--of", f.color);
    return mark;
  };
  // Texts of the page's frame: elements say which text is theirs (data-t), which is their label (data-l).
  const frame = () => {
    for (const one of document.querySelectorAll("[data-t]")) one.textContent = text(one.dataset.t);
    for (const one of document.querySelectorAll("[data-l]")) { one.setAttribute("aria-label", text(one.dataset.l)); if (one.tagName === "BUTTON") one.title = text(one.dataset.l); }
    for (const one of document.querySelectorAll("[data-p]")) one.placeholder = text(one.dataset.p);
    document.title = said(page.title);
  };
  return { speak, text, fill, count, said, number, decimal, percent, element, bdi, sentence, nameOf, month, months, dot, frame, lang: () => lang };
})();
