// Which outline has each letter of MathJax's font? One JSON list of [variant, code point, outline], outlines as pages have them.
import { MathJaxNewcmFont } from '@mathjax/mathjax-newcm-font/js/svg.js';
import { relative } from './path.mjs';

const letters = [];
for (const [variant, { chars }] of Object.entries(new MathJaxNewcmFont().variant)) {
  for (const [code, letter] of Object.entries(chars)) {
    const outline = letter?.[3]?.p; // after its height, depth and width
    if (outline) letters.push([variant, Number(code), relative(`M${outline}Z`)]);
  }
}
process.stdout.write(JSON.stringify(letters));
