// Is the formula that a reader typed the derivative of this page? jsep reads it; nothing that is typed is ever run:
// of what jsep understands only numbers, letters, + - * / ^, brackets and a few functions have a meaning here.
(() => {
  "use strict";
  const CLOSE = 1e-9;
  jsep.addBinaryOp("^", 11, true);
  jsep.addBinaryOp("**", 11, true);
  jsep.addUnaryOp("√");

  const FUNCTIONS = {
    exp: Math.exp, log: Math.log, ln: Math.log, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos, tan: Math.tan,
    sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asin: Math.asin, acos: Math.acos, atan: Math.atan,
    arctan: Math.atan, abs: Math.abs, sign: Math.sign, max: Math.max, min: Math.min, erf: dldz.erf, erfc: dldz.erfc,
  };
  const CONSTANTS = { e: Math.E, pi: Math.PI, π: Math.PI };
  const OPERATORS = {
    "+": (u, v) => u + v, "-": (u, v) => u - v, "*": (u, v) => u * v, "/": (u, v) => u / v, "^": (u, v) => u ** v,
    "**": (u, v) => u ** v,
  };
  const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);

  // What people type for the same thing.
  const SPELLINGS = [
    [/^[^=]*=(?!=)/, ""], // dL/dz = a - y
    [/[−–]/g, "-"], [/[·×⋅]/g, "*"], [/÷/g, "/"], [/²/g, "^2"], [/³/g, "^3"], [/½/g, "(1/2)"], [/σ/g, "sigma"], [/δ/g, "delta"], [/lambda/g, "lamda"],
    [/[₁-₃]/g, (digit) => `_${"₁₂₃".indexOf(digit) + 1}`], [/(?<=[a-z])(?=[ᵢⱼ])/g, "_"], [/ᵢ/g, "i"], [/ⱼ/g, "j"],
    [/(^|[(,])\s*-/g, "$10-"], // jsep forgets brackets, and would take -a^2 for (-a)^2
    [/(\d)\s*(?=[\p{L}(])(?!e[-+]?\d)/gu, "$1*"], // 2a
  ];
  const typed = (text, { spelled }) => {
    const line = Object.entries(spelled).reduce((all, [sign, name]) => all.replaceAll(sign, name), text.trim());
    return SPELLINGS.reduce((all, [from, to]) => all.replace(from, to), line);
  };

  const fail = (words) => { throw new Error(words); };

  // A letter: a number, or of a vector the component that an index names; a vector by itself is its component i.
  function letter(name, p, entry) {
    const [head, index] = name.split("_");
    const known = own(p, head);
    if (head === "delta" && index?.length === 2) return p[index[0]] === p[index[1]] ? 1 : 0;
    if (Array.isArray(known)) {
      const at = index === undefined ? p[entry.axes[0]] : /^\d$/.test(index) ? index - 1 : own(p, index);
      return known[at] ?? fail(`“${name}” has no meaning here: the indices are ${entry.axes.join(" and ") || "none"}.`);
    }
    if (own(p, name) !== undefined) return p[name];
    return own(CONSTANTS, name) ?? fail(`“${name}” has no meaning here. Known are ${letters(p).map(sign(entry)).join(", ")}.`);
  }
  const sign = (entry) => (name) => Object.entries(entry.spelled).find(([, known]) => known === name)?.[0] ?? name;
  const letters = (p) => Object.keys(p).filter((name) => !["N", "i", "j"].includes(name)).sort();

  function call({ callee, arguments: given }, p, entry) {
    const name = callee.type === "Identifier" ? callee.name : "";
    if (name === "sum" && given.length === 1 && Array.isArray(own(p, given[0].name))) {
      return p[given[0].name].reduce((total, part) => total + part, 0);
    }
    const values = given.map((part) => read(part, p, entry));
    if (["sigma", "sigmoid", "g", "f"].includes(name) && entry.answer && !entry.vector) return entry.answer({ ...p, z: values[0] });
    const known = own(FUNCTIONS, name);
    if (known) return known(...values);
    if (values.length === 1) return read(callee, p, entry) * values[0]; // a(1 - a) is a product
    return fail(`The function “${name}” is not known here.`);
  }

  function read(node, p, entry) {
    switch (node.type) {
      case "Literal":
        return typeof node.value === "number" ? node.value : fail(`${node.raw} is not a number.`);
      case "Identifier":
        return letter(node.name, p, entry);
      case "UnaryExpression": {
        const inside = read(node.argument, p, entry);
        const signs = { "-": -inside, "+": inside, "√": Math.sqrt(inside) };
        return own(signs, node.operator) ?? fail(`“${node.operator}” has no meaning here.`);
      }
      case "BinaryExpression": {
        const join = own(OPERATORS, node.operator) ?? fail(`“${node.operator}” has no meaning here.`);
        if (/[*^]/.test(node.operator) && node.operator !== "*" && node.left.type === "UnaryExpression") {
          const { operator, argument } = node.left; // exp(z)*-a^2
          return read({ type: "UnaryExpression", operator, argument: { ...node, left: argument } }, p, entry);
        }
        return join(read(node.left, p, entry), read(node.right, p, entry));
      }
      case "CallExpression":
        return call(node, p, entry);
      case "Compound":
        return fail("Write * between two factors.");
      default:
        return fail("Only + - * / ^, brackets, letters, numbers and functions such as exp(z) are read.");
    }
  }

  // The points of the receipt's kind, and of vectors every component there.
  function points(entry) {
    const indices = entry.axes.reduce(
      (all, axis) => (p) => all(p).flatMap((known) => Array.from({ length: p.N }, (_, n) => ({ ...known, [axis]: n }))),
      (p) => [p],
    );
    return entry.points.flatMap((p) => indices(p)).map((p) => dldz.complete(entry, p));
  }

  const near = (x, y) => Math.abs(x - y) <= CLOSE * Math.max(1, Math.abs(x), Math.abs(y));

  function where(entry, p) {
    const numbers = (x) => (Array.isArray(x) ? `(${x.map((part) => dldz.shown(part, 4)).join(", ")})` : dldz.shown(x, 4));
    const indices = entry.axes.map((axis) => `${axis} = ${p[axis] + 1}`);
    return [...letters(p).map((name) => `${sign(entry)(name)} = ${numbers(p[name])}`), ...indices].join(", ");
  }

  function judged(entry, value) {
    const all = points(entry);
    const bad = all.find((p) => !near(value(p), entry.slope(p)));
    if (!bad) return { right: true, words: `Right: it agrees with ${entry.name} at all ${all.length} points that were tried.` };
    // The table goes from slips that anybody makes to those that have a reason: the last that fits says most.
    const [id, , says] = entry.wrong.filter(([, , , wrong]) => all.every((p) => near(value(p), wrong(p)))).at(-1) ?? [];
    const numbers = `At ${where(entry, bad)} it gives ${dldz.shown(value(bad))}, and ${entry.name} is ${dldz.shown(entry.slope(bad))}.`;
    return { right: false, mistake: id, words: `Not yet. ${numbers}${says ? ` ${says}` : ""}` };
  }

  dldz.check = (text, entry) => {
    try {
      const tree = jsep(typed(text, entry) || fail("Type a formula first."));
      return judged(entry, (p) => read(tree, p, entry));
    } catch (error) {
      return { right: false, words: `This cannot be read: ${error.message}` };
    }
  };
})();
