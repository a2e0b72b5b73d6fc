// "Check your answer", wherever it stands: a form with the id of an entry, or with none for all entries at once.
(() => {
  "use strict";
  const base = new URL(".", document.currentScript.src);
  const loaded = {};
  globalThis.dldz ??= {};

  // Load a script of the site's own, once.
  dldz.load = (path) => loaded[path] ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, base);
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });

  const link = (place, words) => Object.assign(document.createElement("a"), { href: new URL(`../${place}/`, base), textContent: words });

  function one(verdict, text) {
    const said = dldz.check(text, dldz.entry);
    verdict.classList.toggle("try-right", said.right);
    verdict.replaceChildren(said.words);
    if (said.mistake) verdict.append(" ", link(`mistakes/${said.mistake}`, "What this mistake is"), ".");
  }

  const list = (entries) => {
    const found = document.createElement("ul");
    for (const { uri, title, name, shares, held } of entries) {
      const line = document.createElement("li");
      const where = [...shares.length ? ["the targets sum to 1"] : [], ...held ? [held] : []];
      line.append(link(uri, title), `: ${name}${where.length ? `, where ${where.join(" and ")}` : ""}`);
      found.append(line);
    }
    return found;
  };
  const paragraph = (...parts) => {
    const made = document.createElement("p");
    made.append(...parts);
    return made;
  };

  // Matrices and the gradients of a layer are judged elsewhere.
  const LAYERS = /@|\.T\b|∇|\\nabla|\bd(?:x|y|w|b|q|k|v|s|p|h|c|gamma|beta)\b|\bmean\s*\(|\bx_?hat\b|\\hat\s*\{?\s*x/iu;
  const ofLayers = () => paragraph("Formulas of layers and matrices are not read here. See the ", link("disputes", "questions about layers"), ", or ", link("compare", "compare the numbers of your backward pass"), ".");

  // Of which entries is it the gradient, and which common mistake is it of which?
  function all(verdict, text) {
    const found = dldz.all.map((entry) => ({ entry, ...dldz.check(text, entry) }));
    const holds = found.filter(({ right }) => right).map(({ entry, held }) => ({ ...entry, held }));
    const right = [...holds.filter(({ held }) => !held), ...holds.filter(({ held }) => held)]; // first what needs no value
    const mistakes = new Map();
    for (const { entry, mistake } of found) if (mistake) mistakes.set(mistake, [...(mistakes.get(mistake) ?? []), entry]);
    verdict.classList.toggle("try-right", right.length > 0);
    if (found.every(({ unread }) => unread)) {
      verdict.replaceChildren(paragraph(found[0].words), ...LAYERS.test(text) ? [ofLayers()] : []);
      return;
    }
    verdict.replaceChildren(
      ...right.length ? [paragraph("It is the derivative of:"), list(right)] : [paragraph("It is no derivative of this site.")],
      ...[...mistakes].sort(([, some], [, others]) => others.length - some.length).map(([id, several]) => {
        const more = document.createElement("details");
        const head = document.createElement("summary");
        head.textContent = `A known mistake in ${several.length} ${several.length === 1 ? "entry" : "entries"}: ${dldz.titles[id]}`;
        more.append(head, paragraph(link(`mistakes/${id}`, "What this mistake is"), "."), list(several));
        return more;
      }),
    );
  }

  for (const form of document.querySelectorAll("form.try-answer")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const name = form.dataset.entry || "all";
      for (const path of ["numbers.js", "words.js", "functions.js", "formula.js", "answer.js", `try/${name}.js`]) await dldz.load(path);
      (name === "all" ? all : one)(form.querySelector(".try-verdict"), form.elements.answer.value);
    });
  }
  if (document.querySelector("form.compare-kernel")) dldz.load("compare.js");
})();
