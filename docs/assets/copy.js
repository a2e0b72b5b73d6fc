// What happens when a reader copies a formula? A fold of texts becomes a menu: each text is copied by a button that
// says so, from the keyboard too. And a formula that is selected like any text goes to the clipboard as its TeX.
//
// The page holds what only its maker knows. What follows from that, for each forum and with the address, is made when the
// menu is opened (forums.js). Without these scripts the folds open all the same, and the texts in them can be selected.
(() => {
  "use strict";

  const said = document.createElement("div");
  said.className = "copy-status";
  said.setAttribute("role", "status");
  document.body.append(said);
  let fading = 0;

  function say(words) {
    clearTimeout(fading);
    said.textContent = ""; // the same words twice are two messages
    requestAnimationFrame(() => { said.textContent = words; });
    fading = setTimeout(() => { said.textContent = ""; }, 4000);
  }

  // Pages without TLS have no clipboard of their own: there the browser copies what is selected.
  function copyOld(text) {
    const field = document.createElement("textarea");
    field.className = "copy-offscreen";
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("no clipboard");
  }

  async function copy(text) {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyOld(text);
  }

  async function press(button) {
    const menu = button.closest("details");
    try {
      await copy(button.parentElement.querySelector("pre").textContent);
      menu.open = false;
      menu.querySelector("summary").focus();
      say(`Copied: ${button.textContent}`);
    } catch {
      menu.classList.remove("copy-menu"); // the texts come into sight
      say("This browser does not let the page copy. Select the text instead.");
    }
  }

  const { dollars, remarked, written } = globalThis.dldzForums;
  const LATEX = /^\\\[\n([^]*)\n\\\]\n$/;

  function address(details) {
    const page = document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
    return details.dataset.id ? `${page}#${details.dataset.id}` : page;
  }

  function title() {
    const heading = document.querySelector("h1").cloneNode(true);
    for (const link of heading.querySelectorAll(".headerlink")) link.remove();
    return heading.textContent.trim();
  }

  // The texts of a menu by name, in their order.
  function texts(details) {
    const link = address(details);
    const own = [...details.querySelectorAll("li")].map((row) => [
      row.firstElementChild.textContent, row.lastElementChild.textContent]);
    const { Markdown, LaTeX, MathML, ...code } = Object.fromEntries(own);
    const formula = LaTeX?.match(LATEX)[1];
    const plain = formula && `${details.firstElementChild.getAttribute("aria-label").replace("Copy ", "")}\n`;
    const said = { LaTeX, MathML, "Unicode text": plain, ...code };
    const known = Object.entries(said).filter(([, text]) => text).map(([name, text]) => [name, remarked(name, text, link)]);
    return [["Link", `${link}\n`], ...Object.entries(written(Markdown ?? dollars(formula), title(), link)), ...known]
      .slice(formula ? 0 : 1);
  }

  function entry([name, text]) {
    const [row, button, kept] = ["li", "button", "pre"].map((tag) => document.createElement(tag));
    button.type = "button";
    button.textContent = name;
    kept.textContent = text;
    row.append(button, kept);
    return row;
  }

  function madeMenu(details) {
    if (details.querySelector("button")) return;
    details.querySelector("ul").replaceChildren(...texts(details).map(entry));
    details.classList.add("copy-menu");
  }

  const shut = (except) => {
    for (const menu of document.querySelectorAll("details.copy-menu[open]")) if (menu !== except) menu.open = false;
  };

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.copy");
    shut(menu);
    if (!menu) return;
    if (event.target.closest("summary")) madeMenu(menu);
    const button = event.target.closest(".copy-menu button");
    if (button) press(button);
  });

  const STEPS = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details.copy-menu[open]");
    if (!menu) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.key in STEPS) {
      const stops = [menu.querySelector("summary"), ...menu.querySelectorAll("button")];
      const next = stops.indexOf(document.activeElement) + STEPS[event.key];
      stops[(next + stops.length) % stops.length].focus();
      event.preventDefault();
    }
  });

  document.addEventListener("focusin", (event) => shut(event.target.closest("details.copy")));

  // Selected formulas.

  const asText = (formula) =>
    formula.classList.contains("tex-display") ? `\n$$\n${formula.dataset.tex}\n$$\n` : `$${formula.dataset.tex}$`;

  function selected(selection) {
    const part = document.createElement("div");
    part.className = "md-typeset copy-offscreen";
    for (let n = 0; n < selection.rangeCount; n += 1) part.append(selection.getRangeAt(n).cloneContents());
    for (const extra of part.querySelectorAll(".copy, .headerlink, .tex-link")) extra.remove();
    return part;
  }

  function inOne(selection) {
    const place = selection.rangeCount ? selection.getRangeAt(0).commonAncestorContainer : null;
    return (place?.nodeType === Node.ELEMENT_NODE ? place : place?.parentElement)?.closest(".tex");
  }

  function hand(event, text, html) {
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    event.preventDefault();
  }

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (event.target.closest?.("input, textarea, pre") || !selection.rangeCount) return;
    const one = inOne(selection);
    if (one) return void hand(event, one.dataset.tex);
    const part = selected(selection);
    const formulas = [...part.querySelectorAll(".tex")];
    if (!formulas.length) return;
    const [only] = formulas;
    for (const formula of formulas) {
      const text = document.createElement("span");
      text.className = "copy-tex";
      text.textContent = asText(formula);
      formula.replaceWith(text);
    }
    document.body.append(part); // so that hidden parts are left out, and paragraphs end their lines
    const text = part.innerText;
    part.remove();
    const alone = formulas.length === 1 && text.trim() === asText(only).trim();
    hand(event, alone ? only.dataset.tex : text, part.innerHTML);
  });

  // A double click selects a formula, as it selects a word.
  document.addEventListener("dblclick", (event) => {
    const formula = event.target.closest(".tex");
    if (formula) getSelection().selectAllChildren(formula);
  });
})();
