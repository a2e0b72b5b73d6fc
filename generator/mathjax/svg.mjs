// What is left of MathJax's SVG when everything that is not drawn is taken away?
//
// A list says what may stay and a list says what may go: anything else is an error, so that nothing unexpected (a link,
// a style, a colour that would vanish in the dark) reaches a page. Groups only move and scale what they hold, so each
// outline and each bar is given its own place in the picture, and the groups go.
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
const whole = (number) => Math.round(number) + 0;
const short = (number) => String(Math.round(number * 1000) / 1000);

// Where a node lies: moved to (x, y) after it was scaled by (wide, high).
const HERE = { x: 0, y: 0, wide: 1, high: 1 };
const MOVE = /\s*(translate|scale)\(\s*([^\s,)]+)[\s,]*([^\s)]*)\s*\)/gy;

function moved(at, transform) {
  let { x, y, wide, high } = at;
  let end = 0;
  for (const [text, kind, first, second] of transform.matchAll(MOVE)) {
    end += text.length;
    if (kind === 'translate') [x, y] = [x + wide * first, y + high * (second || 0)];
    else [wide, high] = [wide * first, high * (second || first)];
  }
  return transform.slice(end).trim() ? null : { x, y, wide, high };
}

function placed({ x, y, wide, high }) {
  const [right, down] = [whole(x), whole(y)];
  const move = down ? `translate(${right},${down})` : right ? `translate(${right})` : '';
  return [move, `scale(${short(wide)},${short(high)})`].filter((part) => part && part !== 'scale(1,1)').join(' ');
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

function bar({ x, y, width, height, ...kept }, at) {
  const [left, right] = [0, Number(width)].map((end) => at.x + at.wide * (Number(x ?? 0) + end));
  const [low, high] = [0, Number(height)].map((end) => at.y + at.high * (Number(y ?? 0) + end));
  const sizes = { width: whole(right - left), height: whole(Math.abs(high - low)), x: whole(left), y: whole(Math.min(low, high)) };
  return tag('rect', { ...sizes, ...kept });
}

// `at` is where what stands above the node has put it.
function draw(node, at = HERE) {
  if (!(node.kind in DRAWN)) throw new Error(`Not allowed in a formula: ${node.kind}`);
  const { transform = '', ...kept } = attributes(node);
  const here = moved(at, transform);
  if (node.kind === 'path' && !kept.d) return '';
  if (here && node.kind === 'g') return node.children.map((child) => draw(child, here)).join('');
  if (here && node.kind === 'rect' && !kept['stroke-width']) return bar(kept, here);
  const inside = node.children.map((child) => draw(child)).join('');
  const place = [placed(here ?? at), here ? '' : transform].filter(Boolean).join(' ');
  if (node.kind !== 'svg') return node.kind === 'g' && !inside ? '' : tag(node.kind, place ? { ...kept, transform: place } : kept, inside);
  return tag('g', place ? { transform: place } : {}, tag('svg', kept, inside)); // an svg moves by x and y alone
}

// Sizes are in ex; `depth` is how far the picture reaches below the baseline.
export function compact(container) {
  const [svg] = container.children;
  const { width, height, viewBox, style } = svg.attributes;
  if (!viewBox) throw new Error('A formula as wide as its page (\\tag, \\notag) is not supported');
  const [root] = svg.children;
  const upright = moved(HERE, root.attributes.transform);
  const ink = root.children.map((child) => draw(child, upright)).join('');
  return {
    svg: `<svg width="${width}" height="${height}" viewBox="${viewBox}" ${INK}>${ink}</svg>`,
    width: parseFloat(width),
    height: parseFloat(height),
    depth: -parseFloat(/vertical-align: (\S+?)(?:ex)?;/.exec(style)?.[1] ?? '0') + 0,
  };
}
