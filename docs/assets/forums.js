// How does a formula have to be written so that it shows as one where it is pasted? What each place wants is made here,
// when a reader asks for it, from the formula's TeX, the title of its page and its address.
//
// What is returned begins and ends so that it may be pasted into the middle of a text; its last words are the address.
//
// Sources: Discourse Math, discourse-math.js ($$ on lines of its own); GitHub Docs, "Writing mathematical expressions"
// (fences named math); Mathematics Stack Exchange, "MathJax basic tutorial and quick reference".
globalThis.dldzForums = (() => {
  "use strict";

  const MARKS = /[\\`*_[\]<>$]/g;
  const DISPLAYED = /\n\n\$\$\n([^]*?)\n\$\$\n\n/g;

  const dollars = (tex) => `\n\n$$\n${tex}\n$$\n\n`;

  // GitHub's MathJax knows no \operatorname.
  const fence = (tex) => `\n\n\`\`\`math\n${tex.replace(/\\operatorname\{(\w+)\}/g, "\\mathrm{$1}")}\n\`\`\`\n\n`;

  const bare = (title, link) => `${link}\n`; // which Discourse turns into a card
  const linked = (title, link) => `[${title.replace(MARKS, "\\$&")}](${link})\n`;

  const PLACES = { Discourse: [dollars, bare], "Stack Exchange": [dollars, linked], GitHub: [fence, linked] };

  // How an address is said in a language: as a remark.
  const REMARKS = { LaTeX: "% ", SymPy: "# ", NumPy: "# ", "Unicode text": "" };
  const remarked = (name, text, link) =>
    name === "MathML" ? `${text}<!-- ${link} -->\n` : name in REMARKS ? `${text}${REMARKS[name]}${link}\n` : text;

  // What each place wants of text in which formulas stand between dollars: of one formula, or of a whole derivation.
  const written = (text, title, link) =>
    Object.fromEntries(Object.entries(PLACES).map(([name, [formula, address]]) =>
      [name, text.replace(DISPLAYED, (all, tex) => formula(tex)) + address(title, link)]));

  return { dollars, remarked, written };
})();
