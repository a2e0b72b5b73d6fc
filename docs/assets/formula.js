// What does a formula mean that somebody typed or pasted: TeX, Unicode, NumPy, or a mixture? `read` returns a tree,
// `names` the letters in it, and `valueAt` its value at a point. Nothing that is typed is ever run.
//
// A tree is a number; { name, sub } for a letter; { index, of } for a component; { call, args }; { sum, over } for a sum
// over an index. What functions give is in functions.js, and how people write things in words.js.
(() => {
  "use strict";
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const fail = (words) => { throw new Error(words); };

  const { FUNCTIONS, PRIMES, VECTORS, PAIRS, COUNTS, CONSTANTS, ACTIVATION, AMBIGUOUS, SAME } = dldz.functions;
  const called = (name) => own(FUNCTIONS, name) ?? own(VECTORS, name) ?? own(PAIRS, name) ?? (ACTIVATION.includes(name) || undefined);
  const total = VECTORS.sum;

  const each = (known, values) => {
    const wide = values.find(Array.isArray);
    if (!wide) return known(...values);
    return wide.map((_, n) => each(known, values.map((part) => (Array.isArray(part) ? part[n] : part))));
  };

  const ORDER = ["<", ">", "<=", ">="];
  const POWERS = { over: 0.5, or: 0.6, and: 0.7, "<": 1, ">": 1, "<=": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 6 };
  const CLOSES = { "(": ")", "[": "]", "{": "}" };

  dldz.read = (text, letters = ["z", "a", "y"]) => {
    const all = dldz.words(text, letters, (name) => Boolean(called(name) ?? own(CONSTANTS, name)));
    let at = 0;
    let bars = 0;
    const op = (n = 0) => all[at + n]?.op;
    const take = (sign) => (op() === sign ? (at += 1) : fail(`“${sign}” is missing${all[at] ? ` before “${shown(all[at])}”` : " at the end"}.`));
    const shown = (word) => word.op ?? word.name ?? word.number;
    const call = (name, ...args) => ({ call: name, args });

    // What stands behind a letter: an index, a prime, the mark of a layer such as ^{[2]}.
    function subscript() {
      if (op() !== "_") return "";
      at += 1;
      if (op() !== "{") return String(shown(all[at++] ?? fail("An index is missing at the end.")));
      let sub = "";
      for (at += 1; at < all.length && op() !== "}"; at += 1) sub += op() === "," ? "" : shown(all[at]);
      take("}");
      return sub;
    }
    function layer() {
      if (op() !== "^") return;
      const open = op(1);
      const end = (from, sign) => all.findIndex((word, n) => n >= from && word.op === sign);
      const last = open === "{" ? end(at + 2, "}") : open === "[" || open === "(" ? end(at + 2, CLOSES[open]) : at + 1;
      const mark = all.slice(at + 1, last + 1).map((word) => shown(word)).join("").replace(/^\{(.*)\}$/, "$1");
      const isMark = /^(?:\[[a-zA-Z\d]+(?:[-+]\d)?\]|\((?:[lLimkn])\)|[lL]|T|top)+$/.test(mark) && !letters.includes(mark);
      if (isMark) at = last + 1;
    }
    function bracket(open) {
      take(open);
      const inside = op() === CLOSES[open] ? [] : [whole()];
      while (op() === ",") { at += 1; inside.push(whole()); }
      take(CLOSES[open]);
      return inside;
    }
    const one = (open) => {
      const [inside, more] = bracket(open);
      if (inside === undefined) fail("There is nothing between the brackets.");
      return more === undefined ? inside : fail("A comma has no meaning there.");
    };
    const begins = (n = 0) => {
      const word = all[at + n];
      return Boolean(word) && (!word.op || ["(", "[", "{", "√"].includes(word.op) || (word.op === "|" && bars === 0));
    };
    const argument = () => (op() === "{" ? one("{") : atom());

    function name() {
      const { name: word } = all[at++];
      if (word === "frac") return call("/", argument(), argument());
      if (word === "delta" && op() === "_") return { delta: subscript() };
      if (word === "sum" && op() === "_") return summed(subscript()[0]);
      if (word === "sum" && op() !== "(" && all.slice(at).some((next) => next.op === "_")) { // Σ y_k: over the first index that follows
        const from = at + all.slice(at).findIndex((next) => next.op === "_");
        const index = all[from + 1]?.op === "{" ? all[from + 2] : all[from + 1];
        if (/^[a-z]$/.test(index?.name ?? "")) return summed(index.name);
      }
      layer();
      const sub = letters.includes(word) || !called(word) ? subscript() : "";
      layer();
      let primes = 0;
      while (op() === "'") { primes += 1; at += 1; }
      const ours = letters.includes(word) && !(op() === "(" && (all[at + 1]?.name === "z" || !["f", "g", "h"].includes(word)));
      const isFunction = called(word) && !ours;
      if (!isFunction && op() === "(" && word.length > 1 && !letters.includes(word) && !own(CONSTANTS, word) && word !== "yhat") fail(`“${word}” is no function that is known here.`);
      const isAnswer = ["a", "yhat", "p"].includes(word) && op() === "(" && all[at + 1]?.name === "z" && op(2) === ")"; // a(z)
      if (isAnswer) at += 3;
      if (!isFunction) return component({ name: word, sub: sub || (isAnswer ? subscript() : ""), primes });
      let power = null;
      if (op() === "^") { at += 1; power = argument(); }
      const args = op() === "(" ? bracket("(") : begins() ? [op() === "{" ? one("{") : expression(4)] : fail(`“${word}” is a function: write what it is taken of, as in ${word}(z).`);
      const found = component({ ...call(word, ...args), primes, sub: subscript() });
      return power === null ? found : call("^", found, power);
    }
    // A sum reaches as far as its index: what follows the last factor that has it stands outside.
    function summed(over) {
      if (op() === "^") { at += 1; argument(); }
      let [body, end] = [expression(3), 0];
      let whole = body;
      for (end = at; ["*", "/"].includes(op()) || begins();) {
        const sign = op() === "/" ? "/" : "*";
        if (["*", "/"].includes(op())) at += 1;
        const factor = expression(3);
        whole = call(sign, whole, factor);
        if (dldz.nodes(factor).some(({ sub, delta }) => (sub ?? delta ?? "").includes(over))) [body, end] = [whole, at];
      }
      at = end;
      return { sum: body, over };
    }
    function component(of) {
      if (op() !== "[" || !["name", "number"].some((kind) => kind in (all[at + 1] ?? {})) || op(2) !== "]") return of;
      const of_letter = of.call ? of : letters.includes(of.name) ? of : null;
      if (!of_letter) return of;
      const index = String(shown(all[at + 1]));
      at += 3;
      return { ...of, sub: index };
    }
    // z.sigmoid(), (z > 0).astype(float), s.T: what stands behind a point is applied to what stands before it.
    function atom() {
      let of = simple();
      while (op() === ".") {
        const { name: method } = all[at + 1];
        at += 2;
        const isSame = SAME.includes(method);
        if (isSame && op() === "(") at = all.findIndex((word, n) => n > at && word.op === ")") + 1;
        const more = !isSame && op() === "(" ? bracket("(") : [];
        if (!isSame) of = called(method) ? component(call(method, of, ...more)) : fail(`“.${method}” has no meaning here.`);
      }
      return of;
    }
    function simple() {
      const word = all[at] ?? fail("Something is missing at the end.");
      if ("number" in word) { at += 1; return word.number; }
      if (word.name) return name();
      if (Object.hasOwn(CLOSES, word.op)) return one(word.op);
      if (word.op === "√") { at += 1; return call("sqrt", argument()); }
      if (word.op === "|") {
        at += 1; bars += 1;
        const inside = whole();
        bars -= 1;
        take("|");
        return call("abs", inside);
      }
      return fail(`“${word.op}” stands where a number or a letter belongs.`);
    }
    // u if c else v; and as people write it: u if c, v otherwise.
    function whole() {
      const value = expression(0);
      if (op() === "else" || op() === "otherwise") { at += 1; return value; }
      if (op() !== "if") return value;
      at += 1;
      const holds = expression(0);
      if (!["else", ",", ";"].includes(op())) return call("where", holds, value, call("/", 0, 0));
      at += 1;
      return call("where", holds, value, whole());
    }
    function signed() {
      if (op() === "-") { at += 1; return call("neg", expression(4)); }
      if (op() === "+") { at += 1; return expression(4); }
      return atom();
    }
    function expression(power) {
      let left = signed();
      for (;;) {
        const sign = op() ?? (begins() ? "*" : undefined);
        const implied = begins() && !Object.hasOwn(POWERS, sign) ? "*" : sign;
        const strength = own(POWERS, implied);
        if (strength === undefined || strength <= power) return left;
        if (op() === implied) at += 1;
        else if ("number" in all[at]) fail(`Write * before “${all[at].number}”.`);
        const right = implied === "^" ? exponent() : expression(strength);
        const chained = ORDER.includes(implied) && ORDER.includes(left.chain?.call ?? left.call); // 0 < z < 6
        const next = call(implied, chained ? (left.chain ?? left).args[1] : left, right);
        left = chained ? { ...call("and", left, next), chain: next } : next;
      }
    }
    function exponent() {
      if (op() === "-" || op() === "+") { const sign = op(); at += 1; const of = exponent(); return sign === "-" ? call("neg", of) : of; }
      const base = op() === "{" ? one("{") : atom();
      if (op() !== "^") return base;
      at += 1;
      return call("^", base, exponent());
    }

    const tree = all.length ? whole() : fail("Type a formula first.");
    return at === all.length ? tree : fail(`“${shown(all[at])}” is not expected there.`);
  };

  // All nodes of a tree.
  dldz.nodes = (tree) => (typeof tree === "number" ? [] : [tree, ...[...(tree.args ?? []), ...(tree.sum === undefined ? [] : [tree.sum])].flatMap(dldz.nodes)]);

  const letters = (p) => Object.keys(p).filter((name) => !["N", "i", "j", "bound"].includes(name)).sort();
  const sign = (entry) => (name) => Object.entries(entry.spelled).find(([, known]) => known === name)?.[0] ?? name;
  Object.assign(dldz, { letters, sign });

  // Which component an index names: a number from 1, an axis of the page, the index of a sum.
  function place(index, p, entry) {
    if (/^\d$/.test(index)) return index - 1;
    const axis = own(entry.renamed ?? {}, index) ?? index;
    const known = own(p.bound ?? {}, index) ?? (entry.axes.includes(axis) ? p[axis] : undefined);
    return known ?? fail(`The index “${index}” has no meaning here. ${["There is none", `It is ${entry.axes[0]}`][entry.axes.length] ?? `They are ${entry.axes.join(" and ")}`}.`);
  }

  // What a reader may have meant by a letter that the entry does not have.
  function why(name, entry) {
    if (entry.output === "a") return name === "y" ? " The derivative of an activation depends on no target." : "";
    return /^[mn]$/i.test(name) ? " This is the loss of one example: the 1/m of a mean over m of them comes in with dW and db." : "";
  }

  function letter({ name, sub, primes }, p, entry) {
    const isAnswer = (name === "y" && (/^(?:hat|pred)$/.test(sub) || entry.answered)) || (["yhat", "p"].includes(name) && own(p, name) === undefined);
    const alias = isAnswer ? "a" : name;
    const index = /^(?:hat|pred|true)$/.test(sub) ? "" : sub;
    const known = own(p, alias) ?? own(CONSTANTS, alias);
    if (primes || known === undefined || ["i", "j", "bound"].includes(alias) || (alias === "N" && !entry.vector)) {
      return fail(`“${sign(entry)(name)}” has no meaning here. Known are ${letters(p).map(sign(entry)).join(", ")}.${why(name, entry)}`);
    }
    return Array.isArray(known) && index ? known[place(index, p, entry)] ?? fail(`There is no component ${index}.`) : known;
  }

  // σ is the logistic function to one reader, and the activation of the page to another: `entry.generic` says which.
  function activation(node, values, p, entry) {
    const value = values[0];
    const [usual, rise] = own(AMBIGUOUS, node.call) ?? [];
    const generic = !usual || entry.generic;
    const part = node.args[0]; // softmax(z_i) is meant as softmax(z)_i
    if (entry.vector && generic && part.name === "z" && part.sub && !node.primes) return p.a[place(part.sub, p, entry)];
    if (generic && (!entry.answer || (entry.vector && value !== p.z))) return fail(`“${node.call}” has no meaning here.`);
    if (entry.vector && generic) return p.a;
    const q = { ...p, z: value };
    const answer = generic ? (u) => entry.answer({ ...p, z: u }) : usual;
    if (!node.primes) return each(answer, [value]);
    if (node.primes > 1) return fail("A second derivative is not known here.");
    if (!generic) return each(rise, [value]);
    return entry.rise ? entry.rise({ ...q, a: answer(value) }) : fail("This derivative is what is asked for: write what it is.");
  }

  function apply(node, p, entry) {
    const values = node.args.map((part) => dldz.valueAt(part, p, entry));
    const count = own(COUNTS, node.call);
    const given = values.length;
    if (ACTIVATION.includes(node.call)) return activation(node, values, p, entry);
    const slope = node.primes === 1 && given === 1 ? own(PRIMES, node.call) : undefined;
    if (slope) return each(slope, values);
    if (node.primes) return fail(`${node.call}′ is not known here: write what it is.`);
    const pair = own(PAIRS, node.call);
    if (pair) return given === 2 && values.every(Array.isArray) ? pair(...values) : fail(`${node.call} is taken of two vectors.`);
    const [first] = node.args;
    if (["softmax", "logsoftmax"].includes(node.call) && first.sub && Array.isArray(own(p, first.name))) {
      return own(VECTORS, node.call)(p[first.name])[place(first.sub, p, entry)]; // softmax(z_i) is meant as softmax(z)_i
    }
    const known = own(VECTORS, node.call) ?? (["max", "min"].includes(node.call) && given === 1 ? (parts) => Math[node.call](...parts) : undefined);
    if (known) return (given === 1 || typeof values[1] === "number") && Array.isArray(values[0]) ? known(values[0]) : fail(`${node.call} is taken of a vector.`);
    const one = own(FUNCTIONS, node.call);
    if (!(count ?? [one.length === 0 || /^max|^min/.test(node.call) ? given : one.length]).includes(given)) fail(`${node.call} has another number of arguments.`);
    return each(one, values);
  }

  dldz.valueAt = (node, p, entry) => {
    if (typeof node === "number") return node;
    if (node.delta !== undefined) return node.delta.length === 2 ? Number(place(node.delta[0], p, entry) === place(node.delta[1], p, entry)) : fail("δ has two indices.");
    if (node.sum !== undefined) return total(Array.from({ length: p.N }, (_, n) => component(dldz.valueAt(node.sum, { ...p, bound: { ...p.bound, [node.over]: n } }, entry), { ...p, [entry.axes[0]]: n }, entry)));
    if (node.call === undefined) return letter(node, p, entry);
    const value = apply(node, p, entry);
    return node.sub && Array.isArray(value) ? value[place(node.sub, p, entry)] : value;
  };
  // A vector by itself is its component i.
  const component = (value, p, entry, axis = 0) => (Array.isArray(value) ? component(value[p[entry.axes[axis]] ?? 0], p, entry, axis + 1) : value);
  dldz.component = component;
})();
