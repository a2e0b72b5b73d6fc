// Which picture, spoken sentence, plain line and MathML belong to a piece of TeX?
//
// MathJax is set up here once, for a lifetime of formulas. Only packages that draw are
// loaded: none that defines macros, loads code, or writes links and classes (newcommand, require, html, ...).
import { liteAdaptor } from '@mathjax/src/js/adaptors/liteAdaptor.js';
import { STATE } from '@mathjax/src/js/core/MathItem.js';
import { RegisterHTMLHandler } from '@mathjax/src/js/handlers/html.js';
import { TeX } from '@mathjax/src/js/input/tex.js';
import '@mathjax/src/js/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/js/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import '@mathjax/src/js/input/tex/cancel/CancelConfiguration.js';
import { mathjax } from '@mathjax/src/js/mathjax.js';
import { SVG } from '@mathjax/src/js/output/svg.js';
import '@mathjax/src/js/util/asyncLoad/esm.js';
import { brokenIntoLines, NARROW_EM } from './lines.mjs';
import { mathml } from './mathml.mjs';
import { readable } from './readable.mjs';
import { speech } from './speech.mjs';
import { compact } from './svg.mjs';

const EM_PX = 16;
const EX_PX = 8;
const UNBOUNDED_PX = 1e6; // MathJax breaks no formula into lines: lines.mjs says where one goes on, and the rest scrolls

class StrictSVG extends SVG {
  // MathJax would fall back to the reader's own fonts, whose widths nobody knows at build time.
  unknownText(text) {
    throw new Error(`No glyph for "${text}"`);
  }

  // What is wider than a phone goes on in another line; it is measured as one line first.
  processMath(wrapper, node) {
    const { display, root } = this.math;
    const widthOf = (part) => {
      const { L, w, R, rscale } = this.nodeMap.get(part).getOuterBBox();
      return (L + w + R) * rscale;
    };
    const again = display && wrapper.getBBox().w > NARROW_EM && brokenIntoLines(root, widthOf);
    if (again) this.nodeMap = new Map();
    super.processMath(again ? this.factory.wrap(root) : wrapper, node);
  }
}

RegisterHTMLHandler(liteAdaptor());
const input = new TeX({
  packages: ['base', 'ams', 'boldsymbol', 'cancel'],
  formatError: (_input, error) => { throw error; },
});
const output = new StrictSVG({ fontCache: 'none', displayOverflow: 'overflow', linebreaks: { inline: false } });
const page = mathjax.document('', { InputJax: input, OutputJax: output });

export async function typeset(tex, display) {
  if (!tex.trim()) throw new Error('Empty formula');
  input.reset();
  const item = new page.options.MathItem(tex, input, display);
  item.setMetrics(EM_PX, EX_PX, UNBOUNDED_PX, UNBOUNDED_PX, 1);
  await mathjax.handleRetriesFor(() => item.convert(page, STATE.LAST));
  const spoken = speech(item.root);
  if (!spoken) throw new Error('Nothing to read in this formula');
  return { ...compact(item.typesetRoot), speech: spoken, readable: readable(item.root), mathml: mathml(item.root) };
}
