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

// The style sheet leaves the formulas undrawn that are far from the screen. When the browser has nothing else to do they
// are drawn as well, one at a time, for who takes a picture of the whole page.
{
  const parts = [...document.querySelectorAll(".tex-display")];
  const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  const draw = () => {
    const part = parts.shift();
    if (part) part.style.contentVisibility = "visible";
    if (parts.length) soon(draw);
  };
  addEventListener("load", () => soon(draw));
}

// "This page as Markdown" copies it, where the browser lets it; elsewhere it opens it.
{
  const link = document.querySelector(".page-markdown");
  link?.addEventListener("click", async (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(await (await fetch(link.href)).text());
      link.textContent = "Copied as Markdown";
    } catch {
      location.href = link.href;
    }
  });
}

// Who points at a formula, or touches it, is told on a card what its letters stand for, with the way to where each is
// defined. The words come from the index of letters, and are asked for when they are first needed; without this script
// nothing is missing that a page does not say.
{
  const PAUSE = 400, GRACE = 200, GAP = 4; // milliseconds before the card comes and goes, pixels between it and a formula
  const here = document.currentScript.src;
  const inFolder = location.protocol === "file:";
  const article = document.querySelector("article");
  const card = document.createElement("div");
  card.className = "letters-card";
  card.hidden = true;
  let letters, wanted = null, shown = null, timer;

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
  const fromHost = async (place) => (await fetch(place)).text();
  const learn = async () => {
    const place = inFolder ? new URL("../lookup.html", here) : new URL("lookup/", __md_scope);
    const index = new DOMParser().parseFromString(await (inFolder ? fromFolder() : fromHost(place)), "text/html");
    const rows = index.querySelectorAll("#letters + p + .table-box tr");
    return [...rows].filter((row) => row.querySelector("[data-tex]")).map((row) => ({
      tex: row.querySelector("[data-tex]").dataset.tex,
      name: row.querySelector("desc").textContent.replace("^[", "["),
      says: row.lastElementChild.textContent,
      place: new URL(row.querySelector("a")?.getAttribute("href") ?? "#letters", place),
    }));
  };
  const line = ({ name, says, place }) => {
    const row = document.createElement("p");
    const link = document.createElement("a");
    link.href = place;
    link.textContent = says;
    row.append(`${name}: `, link);
    return row;
  };

  const hide = () => {
    card.hidden = true;
    wanted = shown = null;
  };
  const show = async (formula) => {
    if (formula === shown) return;
    letters ??= learn().catch(() => []);
    const tex = bare(formula.dataset.tex);
    const found = (await letters).filter((letter) => holds(tex, letter.tex));
    if (formula !== wanted) return; // the reader is elsewhere by now
    if (!found.length) {
      hide();
      return;
    }
    card.replaceChildren(...found.map(line));
    card.hidden = false;
    article.append(card);
    shown = formula;
    const from = card.offsetParent.getBoundingClientRect();
    const [at, whole] = [formula.querySelector("svg") ?? formula, article].map((part) => part.getBoundingClientRect());
    const below = at.bottom + GAP + card.offsetHeight <= innerHeight || at.top < card.offsetHeight;
    card.style.left = `${Math.max(whole.left, Math.min(at.left, whole.right - card.offsetWidth)) - from.left}px`;
    card.style.top = `${(below ? at.bottom + GAP : at.top - GAP - card.offsetHeight) - from.top}px`;
  };
  const turnTo = (formula) => {
    if (formula === wanted) return;
    wanted = formula;
    clearTimeout(timer);
    timer = setTimeout(() => (formula ? show(formula) : hide()), card.hidden ? PAUSE : GRACE);
  };

  const formulaAt = (target) => target.closest?.(".tex[data-tex]") ?? null;
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "touch") turnTo(card.contains(target) ? shown : formulaAt(target));
  }, { passive: true });
  document.addEventListener("click", ({ target, pointerType }) => {
    if (pointerType === "touch" && !target.closest?.("a, button, label, summary")) turnTo(formulaAt(target));
  });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
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
    if (target.closest(".md-search")) setTimeout(() => before?.focus()); // the search shuts first
    if (!drawer.checked) return;
    drawer.click();
    button.focus();
  });
}
