// The search of the site: names, formulas and words, one letter wrong where need be. The index (generator/build/search.py)
// and MiniSearch come when somebody turns to the search, as scripts, so that it works from a folder too.
{
  const here = document.currentScript.src;
  const root = new URL("../", here);
  const box = document.querySelector(".md-search:not([data-md-component])");
  const MOST = 30, NEAREST = 8, SNIPPET = 160;

  // What is typed and what is indexed are read alike: Greek letters by their names, δᴸ as "delta L", every minus as "-".
  const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", λ: "lambda", μ: "mu", σ: "sigma", τ: "tau", φ: "phi", "∂": "d", "∇": "nabla" };
  const plain = (text) => text
    .replace(/[αβγδλμστφ∂∇]/gu, (letter) => GREEK[letter])
    .replace(/\p{Lm}+/gu, (raised) => ` ${raised.normalize("NFKC")}`)
    .replace(/[−–]/g, "-")
    .toLowerCase();
  const words = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  // Each name is one word besides: "Hinge loss" and "soft max" are found as hingeloss and softmax.
  const joined = (text) => words(text).join("");
  // A formula is found whole, and by what stands on its right: dz=a-y, a-y.
  const OPERATOR = /[\p{L}\p{N})\]'′]\s*[-+*/=·]\s*[\p{L}\p{N}([-]/u;
  const PROSE = /\p{L}{3,}\s+\p{L}|\p{L}\s+\p{L}{3,}/u; // "y - a for a - y" is no formula
  // The answer has many names: who types p - y, ŷ - y, σ(z) - y or y - t looks for a - y.
  const DIFFERENCE = /^(?:.*=\s*)?(?:(?:p|ŷ|y_?hat|y_?pred|sig(?:ma|moid)\(z\))(_?[ijk])?\s*-\s*y|y(_?[ijk])?\s*-\s*t)(?:_?[ijk])?$/u;
  const usual = (text) => text.replace(DIFFERENCE, (_, i, j) => (i || j ? "a_i - y_i" : "a - y"));
  const formulas = (text) => {
    const whole = plain(text).replace(/[\s·*]+/g, "");
    return OPERATOR.test(plain(text)) && !PROSE.test(text) ? [...new Set([whole, whole.slice(whole.lastIndexOf("=") + 1)])] : [];
  };
  const differences = (text) => [...plain(text).matchAll(/(?<![\p{L}\p{N}])([\p{L}\p{N}]{1,2})\s*-\s*([\p{L}\p{N}]{1,2})(?![\p{L}\p{N}])/gu)]
    .map(([, u, v]) => `${u}-${v}`);
  // Every page is about gradients: these words tell none from another.
  const EVERYWHERE = new Set(["a", "an", "the", "of", "for", "with", "and", "in", "to", "is", "what", "how", "gradient", "gradients", "derivative", "derivatives", "backprop", "backpropagation", "formula", "function"]);
  const telling = (found) => {
    const left = found.filter((word) => !EVERYWHERE.has(word));
    return left.length ? left : found;
  };
  // "The transpose missing" is called transposemissing too.
  const calls = (text) => [...new Set([joined(text), telling(words(text)).join("")])];

  const EXACT = 200; // what is typed is a name, and not the beginning of one
  const FIELDS = { name: 20, formula: 30, title: 8, names: 6, headings: 2, line: 2, text: 1 };
  const split = (text, field) => (field === "name" || field === "formula" ? text.split("\n").filter(Boolean) : words(text));
  const entry = (page, id) => ({
    id,
    name: [...new Set([page.title, ...page.names].flatMap(calls))].join("\n"),
    formula: [...new Set([...[page.line, ...page.names].flatMap(formulas), ...differences(page.title)])].join("\n"),
    title: page.title,
    names: page.names.join(" "),
    headings: page.headings.map(([, heading]) => heading).join(" "),
    line: page.line,
    text: page.text,
  });

  const script = (place) => new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = new URL(place, root);
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
  let index;
  const load = () => {
    index ??= Promise.all([script("assets/minisearch.js"), script("search/pages.js")]).then(() => {
      const made = new MiniSearch({ fields: Object.keys(FIELDS), tokenize: split, processTerm: (term) => term });
      made.addAll(__search_pages.map(entry));
      return made;
    });
    return index;
  };

  const boostDocument = (id) => __search_pages[id].boost;
  const options = { boost: FIELDS, boostDocument, tokenize: (text) => text.split("\n"), processTerm: (term) => term, bm25: { k: 1.2, b: 0.3, d: 0.5 } };
  const fuzzy = (term) => (term.length > 3 ? 1 : false);
  const ask = (made, typed) => {
    const names = calls(typed), found = telling(words(typed));
    const exact = { queries: names, fields: ["name"], combineWith: "OR", boost: { name: EXACT } };
    const begins = { queries: names.filter((one) => one.length > 2), fields: ["name"], combineWith: "OR", prefix: true };
    const shown = made.search({ queries: formulas(usual(plain(typed.normalize("NFC")).trim())), fields: ["formula"], combineWith: "OR" }, options);
    if (shown.length) return { sure: true, found: shown };
    const all = { queries: found, combineWith: "AND", prefix: (term, at) => at === found.length - 1 || term.length > 3, fields: Object.keys(FIELDS).slice(2) };
    const sure = made.search({ combineWith: "OR", queries: [exact, begins, all] }, options);
    if (sure.length) return { sure: true, found: sure };
    const near = { queries: found, combineWith: "OR", fuzzy, prefix: (term) => term.length > 3 };
    const named = { queries: [names[0]], fields: ["name"], fuzzy: names[0].length > 3 ? (names[0].length > 8 ? 2 : 1) : false };
    return { sure: false, found: made.search({ combineWith: "OR", queries: [named, near] }, options).slice(0, NEAREST) };
  };

  const element = (kind, className, text) => Object.assign(document.createElement(kind), { className, textContent: text });
  const answer = ({ id, terms }) => {
    const page = __search_pages[id];
    const place = page.headings.find(([, heading]) => terms.length > 1 && terms.every((term) => plain(heading).includes(term)));
    const item = element("li", "md-search-result__item", "");
    const link = element("a", "md-search-result__link", "");
    link.href = new URL(page.url, root) + (place ? `#${place[0]}` : "");
    const article = element("article", "md-search-result__article md-typeset", "");
    const heading = element("h1", "", page.title);
    article.append(heading, ...[page.line, place?.[1], page.text.slice(0, SNIPPET)].filter(Boolean).map((text) => element("p", "", text)));
    link.append(article);
    item.append(link);
    return item;
  };

  const begin = () => {
    const toggle = document.querySelector("#__search");
    const input = box.querySelector("input");
    const meta = box.querySelector(".md-search-result__meta");
    const list = box.querySelector("ol");
    const links = () => [...list.querySelectorAll("a")];
    const nothing = meta.textContent;
    let asked = "";

    const show = async () => {
      const typed = input.value.trim();
      if (typed === asked) return;
      asked = typed;
      if (!typed) {
        list.replaceChildren();
        meta.textContent = nothing;
        return;
      }
      const { sure, found } = ask(await load(), typed);
      if (typed !== asked) return;
      list.replaceChildren(...found.slice(0, MOST).map(answer));
      const count = found.length === 1 ? "1 matching page" : `${found.length} matching pages`;
      meta.textContent = sure ? count : found.length ? `No page has “${typed}”. The nearest:` : "No matching pages";
    };
    const open = () => { toggle.checked = true; load(); };
    const shut = () => { toggle.checked = false; input.blur(); };

    for (const kind of ["pointerover", "touchstart"]) {
      document.addEventListener(kind, ({ target }) => { if (target.closest?.('.md-search, [for="__search"]')) load(); }, { passive: true });
    }
    input.addEventListener("focus", open);
    toggle.addEventListener("change", () => { if (toggle.checked) input.focus(); });
    input.addEventListener("input", show);
    box.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); links()[0]?.click(); });
    box.querySelector("form").addEventListener("reset", () => setTimeout(() => { show(); input.focus(); }));
    box.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !box.contains(relatedTarget)) toggle.checked = false; });
    list.addEventListener("click", shut);

    document.addEventListener("keydown", (event) => {
      const { key, target, metaKey, ctrlKey, altKey } = event;
      if (metaKey || ctrlKey || altKey) return;
      if (box.contains(target)) {
        const stops = [input, ...links()], at = stops.indexOf(target);
        const step = { ArrowDown: 1, ArrowUp: -1 }[key];
        if (step && at >= 0) {
          stops[(at + step + stops.length) % stops.length].focus();
          event.preventDefault();
        } else if (key === "Escape") shut();
      } else if (["/", "f", "s"].includes(key) && !target.closest("input, textarea, select, [contenteditable]")) {
        input.focus();
        input.select();
        event.preventDefault();
      }
    });

    const linked = new URLSearchParams(location.search).get("q"); // a link to a search
    if (linked) {
      input.value = linked;
      input.focus();
      show();
    }
  };
  if (box) begin();
}
