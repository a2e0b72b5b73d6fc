// Which outline and width has each letter of MathJax's font? One JSON list of [variant, code point, outline, width], outlines as
// pages have them, widths in em.
import { MathJaxNewcmFont } from '@mathjax/mathjax-newcm-font/js/svg.js';
import { relative } from './path.mjs';

const letters = [];
for (const [variant, { chars }] of Object.entries(new MathJaxNewcmFont().variant)) {
  for (const [code, letter] of Object.entries(chars)) {
    const [, , width, drawn] = Array.isArray(letter) ? letter : []; // after its height and depth
    if (drawn?.p) letters.push([variant, Number(code), relative(`M${drawn.p}Z`), width]);
  }
}
process.stdout.write(JSON.stringify(letters));
