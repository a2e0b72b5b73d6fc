// What does a formula mean that somebody typed or pasted: TeX, Unicode, NumPy, or a mixture? `read` returns a tree,
// `names` the letters in it, and `valueAt` its value at a point. Nothing that is typed is ever run.
//
// A tree is a number; { name, sub } for a letter; { index, of } for a component; { call, args }; { sum, over } for a sum
// over an index. To add a function, add a row to FUNCTIONS; to add what TeX calls something, a row to TEX.
(() => {
  "use strict";
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const fail = (words) => { throw new Error(words); };

  // Signs.
  const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᶻˣᵃʸⁿ";
  const lowered = "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙ";
  const plain = (run, signs, as) => [...run].map((sign) => as[signs.indexOf(sign)]).join("");
  const SIGNS = [
    [/½/g, "(1/2)"], [/¼/g, "(1/4)"], [/⅓/g, "(1/3)"],
    [new RegExp(`[${raised}]+`, "g"), (run) => `^(${plain(run, raised, "0123456789-+zxayn")})`],
    [new RegExp(`[${lowered}]+`, "g"), (run) => `_{${plain(run, lowered, "0123456789ijkn")}}`],
  ];
  const SAME = [
    [/[−–—‐]/g, "-"], [/[·×⋅∙∗⊙•∘]/g, "*"], [/[÷∕⁄]/g, "/"], [/[′’ʹ]/g, "'"], [/≤/g, "<="], [/≥/g, ">="], [/[Σ∑]/g, " sum "],
    [/\b(?:np|numpy|math|torch|jnp|scipy|special|nn|tf|F)\.(?=\p{L})/gu, ""], [/`|\$|\\[()[\]]/g, " "],
  ];

  // TeX, as far as people write it in a line.
  const TEX = [
    [/\\(?:mathrm|mathbf|mathit|mathsf|boldsymbol|bm|text|textrm|textbf|operatorname\*?|vec)\s*\{([^{}]*)\}/g, " $1 "],
    [/\\(?:hat|widehat)\s*\{?\s*y\s*\}?/g, " yhat "], [/\\vec\s*/g, " "],
    [/\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|quad|qquad)(?![A-Za-z])|\\[,;:!> ]|[~&]|\\\\/g, " "],
    [/\\(?:cdot|times|odot|circ|ast)(?![A-Za-z])/g, "*"], [/\\div(?![A-Za-z])/g, "/"], [/\\(?:leq?)(?![A-Za-z])/g, "<="],
    [/\\(?:geq?)(?![A-Za-z])/g, ">="], [/\\[lr]?vert(?![A-Za-z])/g, "|"], [/\\([{}])/g, (_, sign) => (sign === "{" ? "(" : ")")],
    [/\\[dt]?frac\s*(\d)\s*(\d)/g, "($1/$2)"], [/\\[dt]frac/g, "\\frac"], [/\\prime/g, "'"], [/\^\s*\{\s*'+\s*\}/g, "'"],
    [/\\var(?=[a-z])/g, "\\"], [/\\([A-Za-z]+)/g, " $1 "],
  ];
  const GREEK = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ϵ: "epsilon", θ: "theta", κ: "kappa", λ: "lamda", μ: "mu",
    π: "pi", ρ: "rho", σ: "sigma", τ: "tau", φ: "phi", ϕ: "phi", ϱ: "rho", lambda: "lamda", ŷ: "yhat", ln: "log",
  };

  const every = (text, rows) => rows.reduce((all, [from, to]) => all.replace(from, to), text);
  const tidy = (text) => every(every(every(text.normalize("NFC"), SIGNS).normalize("NFKC"), SAME), [...TEX.slice(0, 1), ...TEX]);

  // What the functions give. An array stands for a vector, and what holds of a number holds of each component.
  const total = (parts) => parts.reduce((sum, part) => sum + part, 0);
  const weights = (parts) => {
    const most = Math.max(...parts);
    const powers = parts.map((part) => Math.exp(part - most));
    return powers.map((power) => power / total(powers));
  };
  const sigmoid = (u) => 1 / (1 + Math.exp(-u));
  const softplus = (u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
  const FUNCTIONS = {
    exp: Math.exp, log: Math.log, log1p: Math.log1p, expm1: Math.expm1, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos,
    tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, sech: (u) => 1 / Math.cosh(u), asin: Math.asin,
    acos: Math.acos, atan: Math.atan, arctan: Math.atan, asinh: Math.asinh, abs: Math.abs, sign: Math.sign, sgn: Math.sign,
    erf: dldz.erf, erfc: dldz.erfc, sigmoid, logistic: sigmoid, expit: sigmoid, softplus, square: (u) => u * u,
    pow: (u, v) => u ** v, power: (u, v) => u ** v, max: Math.max, maximum: Math.max, min: Math.min, minimum: Math.min,
    relu: (u) => Math.max(u, 0), step: (u) => (u > 0 ? 1 : 0), clip: (u, low, high) => Math.min(Math.max(u, low), high),
    clamp: (u, low, high) => Math.min(Math.max(u, low), high), where: (holds, u, v) => (holds ? u : v),
    "+": (u, v) => u + v, "-": (u, v) => u - v, "*": (u, v) => u * v, "/": (u, v) => u / v, "^": (u, v) => u ** v,
    "<": (u, v) => Number(u < v), ">": (u, v) => Number(u > v), "<=": (u, v) => Number(u <= v), ">=": (u, v) => Number(u >= v),
    neg: (u) => -u,
  };
  const VECTORS = { sum: total, softmax: weights, mean: (parts) => total(parts) / parts.length, norm: (parts) => Math.hypot(...parts),
    logsumexp: (parts) => Math.max(...parts) + Math.log(total(parts.map((part) => Math.exp(part - Math.max(...parts))))) };
  const COUNTS = { neg: 1, pow: 2, power: 2, clip: 3, clamp: 3, where: 3 };
  const CONSTANTS = { e: Math.E, pi: Math.PI };
  const ACTIVATION = ["sigma", "g", "f", "phi"];
  const called = (name) => own(FUNCTIONS, name) ?? own(VECTORS, name) ?? (ACTIVATION.includes(name) || undefined);

  const each = (known, values) => {
    const wide = values.find(Array.isArray);
    if (!wide) return known(...values);
    return wide.map((_, n) => each(known, values.map((part) => (Array.isArray(part) ? part[n] : part))));
  };

  // Words. A run of letters that is no name is a product of letters, and capitals are taken for small ones.
  const WORD = /\s*(?:(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)|(\p{L}[\p{L}\d]*)|(\*\*|<=|>=|[-+*/^()[\]{}|,_'√<>])|(\S))/giuy;

  function words(text, letters) {
    const isKnown = (name) => letters.includes(name) || called(name) || own(CONSTANTS, name) || /^(?:delta|yhat|p|frac|N)$/.test(name);
    const named = (text) => {
      const name = own(GREEK, text) ?? text;
      if (isKnown(name)) return [{ name }];
      const small = own(GREEK, name.toLowerCase()) ?? name.toLowerCase();
      if (isKnown(small)) return [{ name: small }];
      const numbered = /^(\p{L})(\d)$/u.exec(name);
      if (numbered && letters.includes(numbered[1])) return [{ name: numbered[1] }, { op: "_" }, { number: Number(numbered[2]) }];
      const signs = [...name].map((sign) => own(GREEK, sign) ?? sign);
      return signs.length > 1 && signs.every((sign) => letters.includes(sign)) ? signs.map((sign) => ({ name: sign })) : [{ name }];
    };
    const found = [];
    for (const [, number, name, op, strange] of tidy(text).trim().matchAll(WORD)) {
      if (strange) fail(`“${strange}” has no meaning here.`);
      const subscript = found.at(-1)?.op === "_" || (found.at(-1)?.op === "{" && found.at(-2)?.op === "_");
      if (number) found.push({ number: Number(number) });
      else if (name) found.push(...(subscript ? [{ name }] : named(name)));
      else found.push({ op: op === "**" ? "^" : op });
    }
    return found;
  }

  const POWERS = { "<": 1, ">": 1, "<=": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 6 };
  const CLOSES = { "(": ")", "[": "]", "{": "}" };

  dldz.read = (text, letters = ["z", "a", "y"]) => {
    const all = words(text, letters);
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
      const wrapped = op() === "^" && op(1) === "{" && (op(2) === "[" || op(2) === "(");
      if (!wrapped || op(4) !== CLOSES[op(2)] || op(5) !== "}") return;
      if (op(2) === "[" || /^[lLimkn]$/.test(all[at + 3].name ?? "")) at += 6;
    }
    function bracket(open) {
      take(open);
      const inside = [expression(0)];
      while (op() === ",") { at += 1; inside.push(expression(0)); }
      take(CLOSES[open]);
      return inside;
    }
    const one = (open) => {
      const [inside, more] = bracket(open);
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
      layer();
      const sub = letters.includes(word) || !called(word) ? subscript() : "";
      layer();
      let primes = 0;
      while (op() === "'") { primes += 1; at += 1; }
      const isFunction = called(word) && (!letters.includes(word) || op() === "(");
      if (!isFunction) return component({ name: word, sub, primes });
      let power = null;
      if (op() === "^") { at += 1; power = argument(); }
      const args = op() === "(" ? bracket("(") : begins() ? [op() === "{" ? one("{") : expression(4)] : fail(`What is ${word} taken of?`);
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
    function atom() {
      const word = all[at] ?? fail("Something is missing at the end.");
      if ("number" in word) { at += 1; return word.number; }
      if (word.name) return name();
      if (Object.hasOwn(CLOSES, word.op)) return one(word.op);
      if (word.op === "√") { at += 1; return call("sqrt", argument()); }
      if (word.op === "|") {
        at += 1; bars += 1;
        const inside = expression(0);
        bars -= 1;
        take("|");
        return call("abs", inside);
      }
      return fail(`“${word.op}” stands where a number or a letter belongs.`);
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
        left = call(implied, left, implied === "^" ? exponent() : expression(strength));
      }
    }
    function exponent() {
      if (op() === "-" || op() === "+") { const sign = op(); at += 1; const of = exponent(); return sign === "-" ? call("neg", of) : of; }
      const base = op() === "{" ? one("{") : atom();
      if (op() !== "^") return base;
      at += 1;
      return call("^", base, exponent());
    }

    const tree = all.length ? expression(0) : fail("Type a formula first.");
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

  function letter({ name, sub, primes }, p, entry) {
    const alias = name === "y" && /^(?:hat|pred)$/.test(sub) ? "a" : ["yhat", "p"].includes(name) && own(p, name) === undefined ? "a" : name;
    const index = /^(?:hat|pred|true)$/.test(sub) ? "" : sub;
    const known = own(p, alias) ?? own(CONSTANTS, alias);
    if (primes || known === undefined || ["i", "j", "bound"].includes(alias) || (alias === "N" && !entry.vector)) {
      return fail(`“${sign(entry)(name)}” has no meaning here. Known are ${letters(p).map(sign(entry)).join(", ")}.${entry.output === "a" && name === "y" ? " The derivative of an activation depends on no target." : ""}`);
    }
    return Array.isArray(known) && index ? known[place(index, p, entry)] ?? fail(`There is no component ${index}.`) : known;
  }

  // σ is the logistic function to one reader, and the activation of the page to another: `entry.generic` says which.
  function activation(node, values, p, entry) {
    const value = values[0];
    const generic = node.call !== "sigma" || entry.generic;
    if (generic && (!entry.answer || (entry.vector && value !== p.z))) return fail(`“${node.call}” has no meaning here.`);
    if (entry.vector && generic) return p.a;
    const q = { ...p, z: value };
    const answer = generic ? (u) => entry.answer({ ...p, z: u }) : sigmoid;
    if (!node.primes) return each(answer, [value]);
    if (node.primes > 1) return fail("A second derivative is not known here.");
    if (!generic) return each((u) => sigmoid(u) * (1 - sigmoid(u)), [value]);
    return entry.rise ? entry.rise({ ...q, a: answer(value) }) : fail("This derivative is what is asked for: write what it is.");
  }

  function apply(node, p, entry) {
    const values = node.args.map((part) => dldz.valueAt(part, p, entry));
    const count = own(COUNTS, node.call);
    const given = values.length;
    if (ACTIVATION.includes(node.call)) return activation(node, values, p, entry);
    if (node.primes) return fail(`${node.call}′ is not known here: write what it is.`);
    const known = own(VECTORS, node.call) ?? (["max", "min"].includes(node.call) && given === 1 ? (parts) => Math[node.call](...parts) : undefined);
    if (known) return given === 1 && Array.isArray(values[0]) ? known(values[0]) : fail(`${node.call} is taken of a vector.`);
    const one = own(FUNCTIONS, node.call);
    if (given !== (count ?? (one.length === 0 || /^max|^min/.test(node.call) ? given : one.length))) fail(`${node.call} has another number of arguments.`);
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
  const component = (value, p, entry) => (Array.isArray(value) ? value[p[entry.axes[0]] ?? 0] : value);
  dldz.component = component;
})();
