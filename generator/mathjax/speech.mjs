// How is a formula read aloud? Sign by sign, in the notation of this site: Z^[l] is the Z of a layer and no power, dL/dz is
// a derivative, Z and z are different letters. Whatever has more than one part ends with a word of its own, so that two
// formulas that differ are never read alike; `tests/mathjax/spoken.py` gets the TeX back from the words.
//
// MathJax has taken the TeX apart already, so this holds for every formula, printed or typed, whoever builds the pages.
// A newcomer who meets a sign without a word adds it to `words.mjs`.
import { ACCENTS, FENCED, GREEK, NAMED, POWERS, SIGNS, STYLES, SUMS, VARIANTS } from './words.mjs';

const APPLY = '\u2061';
const BRACE = '\u23DF';
const SILENT = ['mspace', 'mphantom', 'none'];
const GROUPS = ['TeXAtom', 'mrow', 'mstyle', 'mpadded', 'mtr', 'mtd', 'math'];
const SCRIPTED = ['msub', 'msup', 'msubsup', 'mover'];
const LAYER = /^(?:l|cap L)(?: (?:plus|minus) \d+)?$/; // Nielsen's layers stand without brackets

const joined = (words) => words.filter(Boolean).join(' ');
const isSign = (node, ...texts) => node?.kind === 'mo' && texts.includes(node.getText());

// The parts of a node in a row, with all groups opened but those that are read as one thing.
const known = new WeakMap();
function parts(node) {
  if (!node) return [];
  if (!known.has(node)) known.set(node, opened(node));
  return known.get(node);
}

function opened(node) {
  if (SILENT.includes(node.kind) || (node.isToken && !node.getText())) return [];
  if (!node.isInferred && !GROUPS.includes(node.kind)) return [node];
  return fenced(node) ? [node] : node.childNodes.flatMap(parts);
}

// An absolute value, or what stands in brackets as a table: its opening sign and what is inside.
function fenced(node) {
  const all = node.childNodes.filter((child) => child && !SILENT.includes(child.kind));
  const [first, last] = [all[0], all.at(-1)];
  if (first?.kind !== 'mo' || last?.kind !== 'mo' || all.length < 3) return null;
  const [mark, inner] = [first.getText(), all.slice(1, -1).flatMap(parts)];
  if (inner.length === 1 && inner[0].kind === 'mtable') return { mark, table: inner[0] };
  return mark in FENCED && isSign(last, mark) ? { mark, inner } : null;
}

// Is it read as one thing, whatever follows it? z, 12; and with `scripted` also y hat, a sub i, cap W of layer l, whose
// own scripts are closed, so that no script behind it may be taken for one of theirs.
function isUnit(node, scripted = true) {
  const [one, ...more] = parts(node);
  if (!one || more.length) return false;
  return ['mi', 'mn', 'mtext'].includes(one.kind) || (scripted && SCRIPTED.includes(one.kind) && isUnit(one.childNodes[0], false));
}

const read = (node) => row(parts(node));
const closed = (node, end) => joined([read(node), !isUnit(node, false) && end]);

function letter(text, style) {
  const small = text.toLowerCase();
  const name = VARIANTS[text] ?? GREEK[small.codePointAt(0) - 0x3B1] ?? text;
  return `${STYLES[style] ?? ''}${small === text || text in VARIANTS ? '' : 'cap '}${name}`;
}

function identifier(node) {
  const text = node.getText();
  const style = node.attributes.get('mathvariant')?.replace(/-tex-|-tex|tex-/, '');
  return SIGNS[text] ?? ([...text].length === 1 ? letter(text, style) : text);
}

function sign(node) {
  const text = node.getText();
  if (/^\p{L}/u.test(text)) return text; // max, lim
  return joined([...text].map((one) => {
    if (!(one in SIGNS)) throw new Error(`No word for "${one}" · generator/mathjax/words.mjs`);
    return SIGNS[one];
  }));
}

// Scripts.

const below = (node) => `sub ${closed(node, 'end sub')}`;

// [l] is a layer, (i) an example, T a transpose: what a script of nothing else says, or null.
function layered(all) {
  const said = [];
  let rest = all;
  while (rest.length) {
    const [first] = rest;
    const end = rest.findIndex((node) => isSign(node, isSign(first, '[') ? ']' : ')'));
    if (isSign(first, '\u2032', '\u2033', '\u2034')) said.push(sign(first));
    else if (/^[T\u22A4]$/.test(first.isToken ? first.getText() : '')) said.push('transpose');
    else if (isSign(first, '[', '(') && end > 1) {
      const [word, inner] = [isSign(first, '[') ? 'layer' : 'example', rest.slice(1, end)];
      said.push(`of ${word} ${row(inner)}${inner.length > 1 ? ` end ${word}` : ''}`);
      rest = rest.slice(end);
    } else return null;
    rest = rest.slice(1);
  }
  return said.length ? said.join(' ') : null;
}

function above(node) {
  const [all, text] = [parts(node), read(node)];
  const known = layered(all) ?? (all.length === 1 && POWERS[text]);
  if (known) return known;
  if (LAYER.test(text)) return `at layer ${text}${all.length > 1 ? ' end layer' : ''}`;
  if (all.length === 1 && all[0].kind === 'mo') return `superscript ${text}`;
  return `to the power ${closed(node, 'end power')}`;
}

// What stands below and above a sum, an integral, a limit or a minimum.
function range(base, low, high) {
  const all = parts(low);
  const equals = all.findIndex((node) => isSign(node, '='));
  const from = equals > 0 ? `over ${row(all.slice(0, equals))} from ${row(all.slice(equals + 1))}` : low && `over ${row(all)}`;
  const start = base === SIGNS['\u222B'] && high ? `from ${row(all)}` : from;
  return joined([base, start, high && `to ${read(high)}`, 'of']);
}

function isLarge(node) {
  const [first, ...more] = parts(node);
  return first?.kind === 'mo' && !more.length && [...SUMS, ...NAMED].includes(first.getText());
}

function scripts([base, low, high]) {
  if (isLarge(base)) return range(sign(parts(base)[0]), low, high);
  return joined([read(base), low && below(low), high && above(high)]);
}

function accent([base, mark]) {
  const [sign] = parts(mark);
  const name = sign?.kind === 'mo' && ACCENTS[sign.getText()];
  if (name) return isUnit(base) ? `${read(base)} ${name}` : `${name} over ${read(base)} end ${name}`;
  return `${read(base)} with ${read(mark)} above end above`;
}

function under([base, low]) {
  if (isLarge(base)) return range(sign(parts(base)[0]), low);
  const [braced] = parts(base);
  if (braced?.kind === 'munder' && isSign(parts(braced.childNodes[1])[0], BRACE)) {
    return `brace ${read(braced.childNodes[0])} labelled ${read(low)} end brace`;
  }
  return `${read(base)} with ${read(low)} below end below`;
}

// Fractions. A derivative has d or a round d in front of all its letters.

const D = ['d', '\u2202'];
const isD = (node) => node?.isToken ? D.includes(node.getText()) : node?.kind === 'msup' && isD(parts(node.childNodes[0])[0]);
function isRate(top, bottom) {
  const letters = bottom.filter((node) => !isD(node));
  return isD(top[0]) && isD(bottom[0]) && top.length < 3 && letters.length * 2 === bottom.length && letters.every((each) => isUnit(each));
}

function fraction([over, under], thickness) {
  const [top, bottom] = [parts(over), parts(under)];
  if (thickness === 0) return `${closed(over, "end")} choose ${closed(under, "end")}`;
  if (isRate(top, bottom)) return `${row(top)} by ${row(bottom)}`;
  if (isUnit(over) && isUnit(under)) return `${row(top)} over ${row(bottom)}`;
  return `the fraction with numerator ${row(top)} and denominator ${row(bottom)} end fraction`;
}

// Tables.

const rows = (table, cell) => table.childNodes.map((line) => line.childNodes.map(read).filter(Boolean).join(cell)).join('; ');

function group(node) {
  const { mark, table, inner } = fenced(node);
  if (inner) return `the ${FENCED[mark]} of ${row(inner)} end ${FENCED[mark]}`;
  if (mark === '{') return `the cases ${rows(table, ' ')}; end cases`;
  const name = mark in FENCED ? 'determinant' : 'matrix';
  return `the ${name} with rows ${rows(table, ', ')}; end ${name}`;
}

// One row a MathML element.
const READ = {
  mi: identifier,
  mo: (node) => (SUMS.includes(node.getText()) ? `${sign(node)} of` : sign(node)),
  mn: (node) => node.getText(),
  mtext: (node) => node.getText().replace(/[\s\u00A0]+/g, ' ').trim(),
  mfrac: (node) => fraction(node.childNodes, parseFloat(node.attributes.get('linethickness'))),
  msqrt: (node) => `the square root of ${closed(node.childNodes[0], 'end root')}`,
  mroot: ({ childNodes: [inside, degree] }) => `the root of degree ${read(degree)} of ${closed(inside, 'end root')}`,
  msub: ({ childNodes: [base, low] }) => scripts([base, low]),
  msup: ({ childNodes: [base, high] }) => scripts([base, null, high]),
  msubsup: (node) => scripts(node.childNodes),
  munderover: (node) => scripts(node.childNodes),
  mover: (node) => accent(node.childNodes),
  munder: (node) => under(node.childNodes),
  mtable: (node) => rows(node, ' '),
  menclose: (node) => `${/strike/.test(node.attributes.get('notation')) ? 'crossed out' : 'boxed'} ${node.childNodes.map(read).join(' ')} end`,
  mrow: group,
  TeXAtom: group,
};

function one(node) {
  if (!(node.kind in READ)) throw new Error(`Cannot be read aloud: ${node.kind} · generator/mathjax/speech.mjs`);
  return READ[node.kind](node);
}

// Does a name stand here, in front of one thing in brackets? "sigma of z": a product would need no brackets there.
function argument(all, at) {
  const next = isSign(all[at + 1], APPLY) ? at + 2 : at + 1;
  const isName = ['mi', 'msup', 'msub', 'msubsup'].includes(all[at].kind) || (all[at].kind === 'mo' && /^\p{L}/u.test(all[at].getText()));
  return isName && isSign(all[next], '(') && all[next + 1] && isUnit(all[next + 1]) && isSign(all[next + 2], ')') ? next + 1 : 0;
}

function row(all) {
  const said = [];
  for (let at = 0; at < all.length; at += 1) {
    const of = argument(all, at);
    said.push(of ? `${one(all[at])} of ${one(all[of])}` : one(all[at]));
    if (of) at = of + 1;
  }
  return joined(said);
}

export const speech = (root) => read(root).replace(/ +(?=[,;.])/g, '').trim();
