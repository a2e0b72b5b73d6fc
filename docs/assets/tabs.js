// The notation or language that a reader chose holds in all tabs of a page and on the next page. The theme compares what is
// drawn of the names of tabs, and names far below the screen are not drawn yet; this compares what they are.
{
  const KEY = "dldz.tabs";
  const MOST = 8;
  const labels = [...document.querySelectorAll(".tabbed-labels > label")];
  const words = (label) => label.textContent.trim();
  const input = (label) => document.getElementById(label.htmlFor);
  const chosen = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "[]").filter((word) => typeof word === "string");
    } catch {
      return []; // nothing is stored, or a reader stores nothing
    }
  };
  const keep = (word) => {
    try {
      localStorage.setItem(KEY, JSON.stringify([word, ...chosen().filter((other) => other !== word)].slice(0, MOST)));
    } catch { /* the choice holds on this page */ }
  };

  // Where the lines of two notations look the same, they have one tab, the first; whose other tabs have that name here?
  const groups = [...document.querySelectorAll(".tabbed-labels")].map((each) => [...each.children]);
  const among = (names, word) => names.some((label) => words(label) === word);
  const meant = (names, word) => names.find((label) => words(label) === word)
    ?? (groups.some((other) => among(other, word) && among(other, words(names[0]))) ? names[0] : null);

  // Select the tabs of that name; the theme's line under the name follows the event.
  const select = (word) => {
    for (const label of groups.map((names) => meant(names, word)).filter((each) => each && !input(each).checked)) {
      input(label).checked = true;
      input(label).dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  let selecting = false;
  const all = (names) => {
    selecting = true;
    names.forEach(select);
    selecting = false;
  };
  for (const label of labels) {
    input(label).addEventListener("change", () => {
      if (selecting || !input(label).checked) return;
      const before = label.getBoundingClientRect().top;
      keep(words(label));
      all([words(label)]);
      scrollBy(0, label.getBoundingClientRect().top - before); // what a reader looks at stays where it is
    });
  }
  all(chosen().reverse());
}
