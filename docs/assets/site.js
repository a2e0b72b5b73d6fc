// What the theme's script adds to a page, made fit for keyboards and screen readers.
{
  const article = document.querySelector("article");
  const mend = () => {
    // The buttons beside each piece of code are a landmark without a name; they have names of their own.
    for (const buttons of article.querySelectorAll(".md-code__nav:not([role])")) buttons.setAttribute("role", "none");
  };
  // What unfolds a part of the menu has no name, and a part of the menu has its name from there.
  for (const label of document.querySelectorAll(".md-nav__container > label")) {
    const name = document.createElement("span");
    name.className = "voice";
    name.textContent = `Pages under ${label.previousElementSibling.textContent.trim()}`;
    label.append(name);
  }
  new MutationObserver(mend).observe(article, { childList: true, subtree: true });
  mend();
}

// The style sheet leaves the parts of a page undrawn that are far from the screen. When the browser has nothing else to do
// they are drawn as well, a few at a time, for who takes a picture of the whole page. A part whose menu is open is drawn
// at once, and lets the menu reach out of it.
{
  const FEW = 4;
  const parts = [...document.querySelectorAll(".md-content__inner > *, .tex-display")];
  const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  const draw = () => {
    for (const part of parts.splice(0, FEW)) part.style.contentVisibility = "visible";
    if (parts.length) soon(draw);
  };
  addEventListener("load", () => soon(draw));
  document.addEventListener("toggle", ({ target }) => {
    for (let part = target; part?.matches("article *"); part = part.parentElement) part.style.contentVisibility = "visible";
  }, true);
}

// Where nothing is found, the search is asked again and forgives one wrong letter in each word: "sigmod" is "sigmoid".
{
  const input = document.querySelector(".md-search__input");
  const meta = document.querySelector(".md-search-result__meta");
  const ask = (words) => {
    const typed = input.value;
    input.value = words;
    input.dispatchEvent(new KeyboardEvent("keyup"));
    input.value = typed;
  };
  let asked = "";
  const again = () => {
    const none = meta.textContent.trim() === "No matching documents";
    if (!none || !input.value || asked === input.value) return;
    asked = input.value;
    ask(asked.split(/\s+/).map((word) => (word.length > 3 ? `${word}~1` : word)).join(" "));
  };
  if (meta) new MutationObserver(again).observe(meta, { childList: true, characterData: true, subtree: true });
}

// Who points at a formula is told what its letters stand for. The words come from the index of letters, and are asked
// for when they are first needed; without this script nothing is missing that a page does not say.
{
  const here = document.currentScript.src;
  let letters;
  // A quotient dL/dz is of the letters L and z; dz alone is a letter of some authors.
  const quotient = /\\frac\{(?:d|\\partial )([^{}]+)\}\{(?:d|\\partial )((?:[^{}]|\{[^{}]*\})+)\}/g;
  const bare = (tex) => tex.replace(/\\(?:text|mathrm|operatorname)\{[^}]*\}/g, " ").replace(quotient, " $1 $2 ");
  const holds = (tex, letter) => {
    const place = tex.indexOf(letter);
    if (place < 0) return false;
    const pattern = letter.replace(/[\\^{}[\]]/g, "\\$&");
    return new RegExp(`(?<![A-Za-z\\\\])${pattern}(?![A-Za-z])`).test(tex);
  };
  // In a folder, without a server, a page may ask for no other. There its text comes as a script.
  const fromFolder = () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../search/letters_page.js", here);
    script.onload = () => resolve(__letters_page);
    script.onerror = reject;
    document.head.append(script);
  });
  const fromHost = async () => (await fetch(new URL("lookup/", __md_scope))).text();
  const learn = async () => {
    const text = await (location.protocol === "file:" ? fromFolder() : fromHost());
    const index = new DOMParser().parseFromString(text, "text/html");
    const rows = index.querySelectorAll("#letters + p + .table-box tr");
    return [...rows].filter((row) => row.querySelector("[data-tex]"))
      .map((row) => ({ tex: row.querySelector("[data-tex]").dataset.tex, name: row.querySelector("desc").textContent,
        says: row.lastElementChild.textContent }));
  };
  const tell = async (formula) => {
    letters ??= learn().catch(() => []);
    const tex = bare(formula.dataset.tex);
    const found = (await letters).filter((letter) => holds(tex, letter.tex));
    formula.title = found.map((letter) => `${letter.name}: ${letter.says}`).join("\n");
  };
  document.addEventListener("pointerover", (event) => {
    const formula = event.target.closest?.(".tex[data-tex]:not([title])");
    if (formula) tell(formula);
  }, { passive: true });
}

// The menu of a narrow screen opens by a label, which no key reaches: a button takes its place. Who presses it goes on in
// the menu. Escape leads back from there, and from the search, to where the reader was.
{
  const drawer = document.querySelector("#__drawer");
  const label = document.querySelector(".md-header [for=__drawer]");
  const input = document.querySelector(".md-search__input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = `${label.className} menu`;
  button.setAttribute("aria-label", "Menu");
  button.append(...label.childNodes);
  label.replaceWith(button);
  button.addEventListener("click", () => {
    const byKey = button.matches(":focus-visible");
    drawer.click();
    if (byKey) document.querySelector(".md-sidebar--primary a[href]").focus();
  });
  let before = null;
  input?.addEventListener("focus", ({ relatedTarget }) => { before = relatedTarget; });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape") return;
    if (target.closest(".md-search")) setTimeout(() => before?.focus()); // the theme shuts the search first
    if (!drawer.checked) return;
    drawer.click();
    button.focus();
  });
}
