// How would a person type a formula on one line? dL/dz = (a - y)/(a(1 - a)): for search, contents lists and text browsers.
import { TEXCLASS } from '@mathjax/src/js/core/MmlTree/MmlNode.js';

const APPLY = '\u2061';
const PLAIN = { '\u2212': '-', '\u22C5': '·', '\u2223': '|', '\u2032': "'", '\u2033': "''", '\u2062': '', '\u2063': ', ', '\u2064': '' };
const ACCENTS = { '^': '\u0302', '\u02C6': '\u0302', '~': '\u0303', '\u02DC': '\u0303', '¯': '\u0304', '\u02D9': '\u0307', '\u2192': '\u20D7' };
const ATOM = /^(?:[d∂]?\p{L}\p{M}*'*(?:[_^](?:[\p{L}\p{N}]+|\[[^\]]*\]|\([^)]*\)))*|\p{N}+)$/u; // reads as one thing: dz, z_i, 12
const INDEX = /^(?:[\p{L}\p{N}]*|\[[^\]]*\]|\([^()]*\)|.)$/u;

const group = (text) => (ATOM.test(text) ? text : `(${text})`);
const index = (text) => (INDEX.test(text) ? text : `(${text})`);
const accent = (base, mark) => (base + (ACCENTS[mark] ?? mark)).normalize('NFC');

// What stands below a brace, such as a shape, follows in brackets: A [n × m].
const BRACE = '\u23DF';
function under(base, below) {
  if (below === BRACE) return base + BRACE;
  return base.endsWith(BRACE) ? `${base.slice(0, -1).trim()} [${below}] ` : `${base}_${index(below)} `;
}

// One row a MathML element: from its children, already written, to a line. An element without a row is its children in turn.
const ROWS = {
  mfrac: ([top, bottom]) => `${group(top)}/${group(bottom)} `,
  mover: ([base, above]) => accent(base, above),
  mphantom: () => '',
  mroot: ([inside, degree]) => `${degree}√(${inside})`,
  msqrt: (inside) => `√(${inside.join('')})`,
  msub: ([base, below]) => `${base}_${index(below)} `,
  msubsup: ([base, below, above]) => `${base}_${index(below)}^${index(above)} `,
  msup: ([base, above]) => (/^'+$/.test(above) ? base + above : `${base}^${index(above)} `),
  mtable: (rows) => rows.join('; '),
  mtr: (cells) => cells.join(' '),
  munder: ([base, below]) => under(base, below),
  munderover: ([base, below, above]) => `${base}_${index(below)}^${index(above)} `,
};

function operator(node) {
  const text = [...node.getText()].map((letter) => PLAIN[letter] ?? letter).join('');
  if ([TEXCLASS.BIN, TEXCLASS.REL].includes(node.texClass)) return ` ${text} `;
  return node.texClass === TEXCLASS.PUNCT ? `${text} ` : text;
}

function token(node) {
  if (node.isKind('mspace')) return ' ';
  return node.texClass === TEXCLASS.OP ? ` ${node.getText()}` : node.getText();
}

function write(node) {
  if (node.isKind('mo')) return operator(node);
  if (node.isToken) return token(node);
  const children = node.childNodes.map((child) => (child ? write(child) : ''));
  return ROWS[node.kind]?.(children.map((child) => child.trim())) ?? children.join('');
}

const TIDY = [
  [new RegExp(`${APPLY}(?=[(\\[])`, 'g'), ''],
  [new RegExp(`${APPLY}|\\s+`, 'g'), ' '],
  [/ +(?=[)\],;|'])|(?<=[([]) +/g, ''],
  [/ +/g, ' '],
];

export const readable = (root) => TIDY.reduce((line, [from, to]) => line.replace(from, to), write(root)).trim();
