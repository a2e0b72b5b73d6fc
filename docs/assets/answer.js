// Is the formula that a reader typed the derivative of this page? It is compared at points of the receipt's kind: it
// must have a value wherever the derivative has one, and too few points that can be compared decide nothing.
(() => {
  "use strict";
  const CLOSE = 1e-9;
  const LEAST = 1e-3; // below it, numbers are compared as if they were so large
  const ENOUGH = 8;

  // The points of the receipt's kind, and of vectors every component there.
  function points(entry) {
    const indices = entry.axes.reduce(
      (all, axis) => (p) => all(p).flatMap((known) => Array.from({ length: p.N }, (_, n) => ({ ...known, [axis]: n }))),
      (p) => [p],
    );
    return entry.points.flatMap((p) => indices(p)).map((p) => dldz.complete(entry, p));
  }

  const near = (x, y) => Number.isFinite(x) && Math.abs(x - y) <= CLOSE * Math.max(LEAST, Math.abs(x), Math.abs(y));

  function where(entry, p) {
    const numbers = (x) => (Array.isArray(x) ? `(${x.map((part) => dldz.shown(part, 4)).join(", ")})` : dldz.shown(x, 4));
    const indices = entry.axes.map((axis) => `${axis} = ${p[axis] + 1}`);
    const parts = (entry.named ?? []).map(([letter]) => letter);
    return [...dldz.letters(p).filter((name) => !parts.includes(name)).map((name) => `${dldz.sign(entry)(name)} = ${numbers(p[name])}`), ...indices].join(", ");
  }

  // Does one function agree with another wherever that has a value, and at enough points?
  function agrees(value, other, all) {
    const compared = all.filter((p) => Number.isFinite(other(p)));
    return compared.length >= Math.min(ENOUGH, all.length) && compared.every((p) => near(value(p), other(p)));
  }

  const DIAGONAL = ["diagonal-only", "It is right where i = j only: each output depends on every z, so the other entries of the Jacobian are not zero."];
  function mistake(entry, value, all) {
    const found = entry.wrong.filter(([, , , wrong]) => agrees(value, wrong, all)).at(-1);
    // The table goes from slips that anybody makes to those that have a reason: the last that fits says most.
    if (found) return [found[0], found[2]];
    const [i, j] = entry.axes;
    return j && agrees(value, entry.slope, all.filter((p) => p[i] === p[j])) ? DIAGONAL : [];
  }

  // Many people leave away a parameter that is usually 1. Where the formula has none of these, is it right for their usual values?
  function usual(entry, value, tree) {
    const used = dldz.nodes(tree).map(({ name }) => name);
    const fixed = Object.entries(entry.usual ?? {}).filter(([letter]) => !used.includes(letter));
    if (!fixed.length) return null;
    const all = points({ ...entry, points: entry.points.map((p) => ({ ...p, ...Object.fromEntries(fixed) })) });
    return agrees(value, entry.slope, all) ? fixed.map(([letter, number]) => `${dldz.sign(entry)(letter)} = ${dldz.shown(number)}`).join(", ") : null;
  }

  function judged(entry, value, tree) {
    const all = points(entry);
    const compared = all.filter((p) => Number.isFinite(entry.slope(p)));
    const bad = compared.find((p) => !near(value(p), entry.slope(p)));
    if (compared.length < ENOUGH) return { right: false, words: "This could not be compared at enough points." };
    if (!bad) return { right: true, words: `Right: it agrees with ${entry.name} at all ${compared.length} points that were tried.` };
    const held = usual(entry, value, tree);
    if (held) return { right: true, held, words: `Right where ${held}, which is usual: there it agrees with ${entry.name} at all points that were tried, elsewhere it does not.` };
    const [id, says] = mistake(entry, value, all);
    const given = value(bad);
    const gives = Number.isFinite(given) ? `gives ${dldz.shown(given)}` : "has no value";
    const numbers = `At ${where(entry, bad)} it ${gives}, and ${entry.name} is ${dldz.shown(entry.slope(bad))}.`;
    return { right: false, mistake: id, words: `Not yet. ${numbers}${says ? ` ${says}` : ""}` };
  }

  // Indices are only names: where the page has one index and the formula one that is not bound, they are the same.
  function renamed(tree, entry, p) {
    const bound = dldz.nodes(tree).map(({ over }) => over);
    const used = dldz.nodes(tree).flatMap(({ sub, delta }) => [...(sub ?? ""), ...(delta ?? "")]).filter((name) => /[a-z]/.test(name));
    const free = [...new Set(used)].filter((name) => !bound.includes(name) && !(name in p) && !entry.axes.includes(name));
    const clash = used.some((name) => entry.axes.includes(name) && !bound.includes(name));
    return entry.axes.length === 1 && free.length === 1 && !clash ? { [free[0]]: entry.axes[0] } : {};
  }

  // dL/dz = (a - y)/2 = ...: every side is judged, and the first that is wrong counts; the first side may be a name, and
  // another may be what the chain rule says before anything is put in: dL/da · da/dz.
  const sides = (text) => text.replace(/_\s*\{\s*([a-z])\s*=[^{}]*\}/g, "_{$1}").split(/(?<![<>=!])=(?!=)/); // sums begin at 1
  const DERIVATIVE = /(?:^|[^A-Za-z\\])d\s*\\?[A-Za-z]|∂|\\partial|∇|\\nabla/;

  function side(text, entry) {
    const [p] = points(entry);
    const letters = dldz.letters(p);
    const whole = text.replace(/(?:\\[.,;:! ]|[.,;\s])+$/, "");
    const said = attempt(() => read(whole, entry, p, letters));
    if (!said.unread || !entry.answer) return said;
    const bare = attempt(() => read(whole.replace(/σ|\\sigma(?![A-Za-z])/g, " a "), entry, p, letters)); // σ(1 - σ)
    return bare.right ? bare : said;
  }

  function read(text, entry, p, letters) {
    const tree = dldz.read(text, letters);
    const names = dldz.nodes(tree).map(({ name }) => name);
    const meant = { ...entry, renamed: renamed(tree, entry, p), answered: !letters.includes("y") && !names.includes("a") }; // y(1 - y)
    const reading = (generic) => judged(entry, (q) => dldz.component(dldz.valueAt(tree, q, { ...meant, generic }), q, entry), tree);
    if (!dldz.nodes(tree).some(({ call }) => ["sigma", "phi"].includes(call))) return reading(true);
    // σ is the logistic function to one reader, and the activation of the page to another; so is φ, a density or that.
    const found = [false, true].map((generic) => attempt(() => reading(generic)));
    return found.find(({ right }) => right) ?? found.find(({ mistake }) => mistake) ?? found.find(({ unread }) => !unread) ?? found[0];
  }

  function attempt(judge) {
    try {
      return judge();
    } catch (error) {
      return { right: false, unread: true, words: `This cannot be read: ${error.message}` };
    }
  }

  dldz.check = (text, entry) => attempt(() => {
    if (!text.trim()) return { right: false, unread: true, words: "Type a formula first." };
    const [first, ...rest] = sides(dldz.plainly(text));
    if (!rest.length) return side(first, entry);
    const isName = /['′]|^\s*\\?\p{L}+\s*(?:[_^]\s*(?:\{[^{}]*\}|\S)\s*)*$/u.test(first); // L'(z), δ^L_j
    const name = isName ? { unread: true } : attempt(() => side(first, entry));
    const others = rest.map((each) => [each, attempt(() => side(each, entry))]);
    const found = [...name.unread ? [] : [name], ...others.filter(([each, { unread }]) => !(unread && DERIVATIVE.test(each))).map(([, said]) => said)];
    return found.find(({ right }) => !right) ?? found[0] ?? others[0][1];
  });
})();
