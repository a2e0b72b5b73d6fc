// Where does a display formula go on in another line, so that a narrow screen shows all of it?
//
// Only at the signs of its outermost row: what stands in brackets, above or below a bar, or under a root stays whole. A
// line begins with a relation, a plus or a minus; with the dot of a product only where it would be wider than two phones.
// TeX, speech, plain line and MathML know nothing of the lines of the picture.
import { TEXCLASS } from '@mathjax/src/js/core/MmlTree/MmlNode.js';

export const NARROW_EM = 18.5; // 42 ex: what a phone of 390 px shows, where an ex of the words around is 8.45 px
const SHORT_EM = 5; // no line is so short: the left side of an equation does not stand alone
const INDENT_EM = 1.5; // of every line but the first
const ROWS = ['math', 'mrow', 'inferredMrow', 'mstyle', 'TeXAtom'];
export const LEFT = {
  linebreak: 'newline',
  indentalign: 'left',
  indentshift: `${INDENT_EM}em`,
  indentalignfirst: 'left',
  indentshiftfirst: '0',
};

function outermost(node) {
  const inside = node.childNodes.filter(Boolean);
  return inside.length === 1 && ROWS.includes(inside[0].kind) ? outermost(inside[0]) : inside;
}

// The parts of the outermost row with their widths in em; `sign` where a line may begin.
function parts(root, widthOf) {
  let open = 0;
  return outermost(root).map((node) => {
    if (node.texClass === TEXCLASS.CLOSE) open -= 1;
    const sign = open === 0 && node.isKind('mo') && [TEXCLASS.REL, TEXCLASS.BIN].includes(node.texClass);
    if (node.texClass === TEXCLASS.OPEN) open += 1;
    return { node, wide: widthOf(node), sign, dot: sign && node.getText() === '\u22C5' };
  });
}

// The parts as lines, each as full as it may be.
function lines(row, mayBegin) {
  const found = [[]];
  let [used, begin, before] = [0, 0, 0]; // how long the last line is, where it may end, and how long it is up to there
  for (const part of row) {
    const line = found.at(-1);
    if (used > SHORT_EM && mayBegin(part)) [begin, before] = [line.length, used];
    line.push(part);
    used += part.wide;
    if (begin && used > NARROW_EM) {
      found.push(line.splice(begin));
      [used, begin, before] = [used - before + INDENT_EM, 0, 0];
    }
  }
  return found;
}

const width = (line) => line.reduce((sum, part) => sum + part.wide, 0);

// Write into the tree where lines begin; tell whether there is more than one. `widthOf` measures a node, in em.
export function brokenIntoLines(root, widthOf) {
  const found = lines(parts(root, widthOf), (part) => part.sign && !part.dot)
    .flatMap((line) => (width(line) > 2 * NARROW_EM ? lines(line, (part) => part.dot) : [line]));
  for (const [first] of found.slice(1)) first.node.attributes.setList(LEFT);
  return found.length > 1;
}
