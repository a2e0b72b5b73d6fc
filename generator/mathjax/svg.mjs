// What is left of MathJax's SVG when everything that is not drawn is taken away?
//
// A list says what may stay and a list says what may go: anything else is an error, so that nothing unexpected (a link,
// a style, a colour that would vanish in the dark) reaches a page. Groups that only pass on a position are folded
// into what they hold.
import { relative } from './path.mjs';

const DRAWN = {
  g: ['transform'],
  line: ['x1', 'y1', 'x2', 'y2', 'stroke-width'],
  path: ['d', 'transform'],
  rect: ['x', 'y', 'width', 'height', 'fill', 'stroke-width'],
  svg: ['x', 'y', 'width', 'height', 'viewBox'],
};
const LEFT_OUT = ['role', 'focusable', 'xmlns', 'class="MathJax"', 'fill="black"', 'fill="currentColor"'];
const INK = 'fill="currentColor" stroke="currentColor" stroke-width="0"';

// One unit is a thousandth of an em, about a fiftieth of a pixel: fractions of it cannot be seen.
const whole = (number) => String(Math.round(Number(number)) + 0);
const shift = (x, y) => (y !== '0' ? `translate(${x},${y})` : x !== '0' ? `translate(${x})` : '');

function simplify(transform) {
  return transform
    .replace(/translate\(([^\s,)]+)[\s,]*([^\s)]*)\)/g, (_all, x, y) => shift(whole(x), whole(y)))
    .replace(/translate\((-?\d+),?(-?\d+)?\) ?translate\((-?\d+),?(-?\d+)?\)/, (_all, x, y = 0, right, up = 0) =>
      shift(whole(Number(x) + Number(right)), whole(Number(y) + Number(up))))
    .trim();
}

function attributes(node) {
  const kept = {};
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name.startsWith('data-') || LEFT_OUT.includes(name) || LEFT_OUT.includes(`${name}="${value}"`)) continue;
    if (!DRAWN[node.kind].includes(name)) throw new Error(`Not allowed in a formula: ${node.kind} ${name}="${value}"`);
    kept[name] = name === 'd' ? relative(value) : value;
  }
  return kept;
}

const tag = (kind, kept, inside = '') =>
  `<${[kind, ...Object.entries(kept).map(([name, value]) => `${name}="${value}"`)].join(' ')}>${inside}</${kind}>`;

// `above` is the position handed down by the groups that were folded into this node.
function draw(node, above = '') {
  if (!(node.kind in DRAWN)) throw new Error(`Not allowed in a formula: ${node.kind}`);
  const { transform: own = '', ...kept } = attributes(node);
  const transform = simplify(`${above} ${own}`);
  const children = node.children.filter((child) => child.kind !== 'g' || child.children.length);
  if (node.kind === 'path' && !kept.d) return '';
  if (node.kind === 'g') {
    const [only] = children;
    if (!transform) return children.map((child) => draw(child)).join('');
    if (children.length === 1 && ['g', 'path'].includes(only.kind)) return draw(only, transform);
  }
  const inside = children.map((child) => draw(child)).join('');
  return node.kind === 'g' && !inside ? '' : tag(node.kind, transform ? { ...kept, transform } : kept, inside);
}

// Sizes are in ex; `depth` is how far the picture reaches below the baseline.
export function compact(container) {
  const [svg] = container.children;
  const { width, height, viewBox, style } = svg.attributes;
  if (!viewBox) throw new Error('A formula as wide as its page (\\tag, \\notag) is not supported');
  const [root] = svg.children;
  const ink = tag('g', { transform: root.attributes.transform }, root.children.map((child) => draw(child)).join(''));
  return {
    svg: `<svg width="${width}" height="${height}" viewBox="${viewBox}" ${INK}>${ink}</svg>`,
    width: parseFloat(width),
    height: parseFloat(height),
    depth: -parseFloat(/vertical-align: (\S+?)(?:ex)?;/.exec(style)?.[1] ?? '0') + 0,
  };
}
