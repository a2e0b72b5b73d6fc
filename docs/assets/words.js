// How do people write a formula: TeX, Unicode, NumPy, PyTorch, or a mixture? `plainly` brings a pasted text into one
// form, `words` cuts it into numbers, names and signs. To add what TeX calls something, a row to TEX; to add another
// name of a letter, a row to ALIASES.
(() => {
  "use strict";
  globalThis.dldz ??= {};
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const every = (text, rows) => rows.reduce((all, [from, to]) => all.replace(from, to), text);

  // Where i = j is a condition and not an equation, it is the delta of both. A sum over k ≠ i has a factor that is 0 there.
  const CONDITIONS = [
    [/_\s*\{?\s*([a-z])\s*(?:\\neq?(?![A-Za-z])|≠|!=)\s*([a-z])\s*\}?/g, "_{$1}(1-\\delta_{$1$2})*"],
    [/(?:\\mathbb|\\mathbf|\\mathds)?\s*(?:\{\s*[1I]\s*\}|\b[1I]|[𝟙𝟏])\s*_\s*\{([^{}]*[<>=≤≥][^{}]*)\}/gu, "($1)"],
    [/(?<![\p{L}\d\\])(?:\\mathbb|\\mathbf|\\mathds)?\s*(?:\{\s*[1I]\s*\}|[1I]|[𝟙𝟏])\s*(?=(?:\\?\{|\[|\(|\\left)[^{}[\]()]*[<>=≤≥])/gu, " "],
    [/(?<![\p{L}\d_}])([ijkmn])\s*==?\s*([ijkmn])(?![\p{L}\d_])/gu, "\\delta_{$1$2}"],
    [/(?<![\p{L}\d_}])([ijkmn])\s*(?:\\neq?(?![A-Za-z])|≠|!=)\s*([ijkmn])(?![\p{L}\d_])/gu, "(1-\\delta_{$1$2})"],
  ];
  // What stands around a formula in a program or a paper, and arguments that change no number.
  const AROUND = [
    [/#[^\n]*/g, ""], [/(?:,|\\quad)\s*(?:\\text\{\s*)?where\b(?!\s*[({]).*$/, ""], [/^\s*return\b/, ""], [/^\s*lambda\b[^:]*:/, ""], [/\\(?:begin|end)\s*\{(?!cases|dcases)[a-z]+\*?\}/g, " "],
    [/,\s*(?:axis|dim|keepdims?|dtype|out)\s*=\s*(?:\([^()]*\)|[^,()]+)/g, ""],
    [/\(\s*(?:axis|dim)\s*=\s*-?\d+\s*\)/g, "()"], [/\.softmax\(\s*-?\d+\s*\)/g, ".softmax()"],
    [/(?<=[(,]\s*)(?:a_)?(?:min|max)\s*=(?!=)\s*/g, ""], [/\(\s*\)\s*\(/g, "("],
  ];

  // \begin{cases} u & c \\ v & otherwise \end{cases} is u where c holds, v elsewhere; without a last row, nothing.
  function distinction(_, rows) {
    const all = rows.split(/\\\\(?:\[[^\]]*\])?/).map((row) => row.split("&")).filter(([value]) => value.trim());
    return all.reduceRight((rest, [value, ...said]) => {
      const words = said.join(" ").replace(/\\(?:text|mbox|textrm|mathrm)\s*\{([^{}]*)\}/g, " $1 ");
      const condition = words.replace(/\b(?:if|for|when|where)\b|[,.;]\s*$/g, " ").trim();
      const given = value.replace(/[,;]\s*$/, "");
      return !condition || /^(?:otherwise|else|elsewhere|or else)\b/.test(condition) ? `(${given})` : `where((${condition}),(${given}),${rest})`;
    }, "(0/0)");
  }

  const INNERMOST = /\\begin\{d?cases\}((?:(?!\\begin\{d?cases\})[\s\S])*?)\\end\{d?cases\}/;

  dldz.plainly = (text) => {
    let whole = every(text, AROUND);
    while (INNERMOST.test(whole)) whole = whole.replace(INNERMOST, distinction);
    return every(whole, CONDITIONS);
  };

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
    [/[−–—‐]/g, "-"], [/[·×⋅∙∗⊙•∘]/g, "*"], [/[÷∕⁄]/g, "/"], [/[′’ʹ]/g, "'"], [/≤/g, "<="], [/≥/g, ">="], [/∧/g, " and "], [/[Σ∑]/g, " sum "],
    [/\b(?:np|numpy|math|torch|jnp|jax|scipy|special|stats|nn|tf|keras|functional|F)\.(?=\p{L})/gu, ""], [/`|\$|\\[()[\]]/g, " "],
    [/\bnorm\.cdf\b|\bndtr\b/g, " Phi "], [/\bnorm\.pdf\b/g, " normpdf "], [/\blog_softmax\b/gi, "logsoftmax"],
    [/\blogical_(and|or)\b/g, "logical$1"], [/\btrue_divide\b/g, "divide"], [/\b(\p{L}+)_prime\b/gu, "$1'"],
    [/(?<!\\)\b(?:y_?pred(?:icted)?|y_?hat|preds?|predictions?|probs?|probabilities|outputs?)\b/g, " yhat "],
    [/(?<!\\)\b(?:y_?true|targets?|labels?)\b/g, " y "],
  ];

  // TeX, as far as people write it in a line.
  const TEX = [
    [/\\(?:mathrm|mathbf|mathit|mathsf|mathbb|boldsymbol|bm|text|textrm|textbf|operatorname\*?|vec)\s*\{([^{}]*)\}/g, " $1 "],
    [/\\(?:hat|widehat)\s*\{?\s*y\s*\}?/g, " yhat "], [/\\(?:vec|mathrm|mathbf|mathit|boldsymbol|bm)(?![A-Za-z])\s*/g, " "],
    [/\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|quad|qquad)(?![A-Za-z])|\\[,;:!> ]|[~&]|\\\\/g, " "],
    [/\\(?:cdot|times|odot|circ|ast)(?![A-Za-z])/g, "*"], [/\\div(?![A-Za-z])/g, "/"], [/\\(?:leq?|leqslant)(?![A-Za-z])/g, "<="],
    [/\\(?:geq?|geqslant)(?![A-Za-z])/g, ">="], [/\\lt(?![A-Za-z])/g, "<"], [/\\gt(?![A-Za-z])/g, ">"], [/\\l?and(?![A-Za-z])|\\wedge/g, " and "],
    [/\\[lr]?vert(?![A-Za-z])/g, "|"], [/\\([{}])/g, (_, sign) => (sign === "{" ? "(" : ")")],
    [/\\[dt]?frac\s*(\d)\s*(\d)/g, "($1/$2)"], [/\\[dt]frac/g, "\\frac"], [/\\prime/g, "'"], [/\^\s*\{\s*'+\s*\}/g, "'"],
    [/\\var(?=[a-z])/g, "\\"], [/\\([A-Za-z]+)/g, " $1 "],
  ];
  // Two columns of one vector make a matrix.
  const OUTER = [
    [/(?<!\p{L})(\p{L})\s*[*@]?\s*\1\s*\^\s*\{?\s*(?:T|top|intercal|⊤)(?!\p{L})\s*\}?/gu, " outer($1,$1) "],
    [/\b(?:dot|matmul)\(\s*(\p{L})\s*,\s*\1\s*\.T\s*\)/gu, " outer($1,$1) "],
  ];
  const GREEK = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ϵ: "epsilon", θ: "theta", Θ: "step", κ: "kappa", λ: "lamda", μ: "mu",
    π: "pi", ρ: "rho", σ: "sigma", τ: "tau", φ: "phi", ϕ: "phi", Φ: "Phi", ϱ: "rho", lambda: "lamda", ŷ: "yhat", ln: "log", H: "step",
    Theta: "step", theta: "step", lam: "lamda", lmbda: "lamda", lambd: "lamda",
  };
  // Other people's letters, and which of ours they may be: the first that the page has.
  const ALIASES = { logits: ["z", "a"], x: ["z"], s: ["a"], o: ["a"], t: ["y"], T: ["tau"] };

  const tidy = (text) => every(every(every(text.normalize("NFC"), SIGNS).normalize("NFKC"), SAME), [...TEX.slice(0, 1), ...TEX, ...OUTER]);

  // A run of letters that is no name is a product of letters, or a letter with an index; capitals are taken for small ones.
  const WORD = /\s*(?:(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)|(\p{L}[\p{L}\d]*)|(\*\*|<=|>=|\.(?=\p{L})|[-+*/^()[\]{}|,;_'√<>])|(\S))/giuy;
  const SPOKEN = { if: "if", for: "if", else: "else", otherwise: "otherwise", over: "over", and: "and", or: "or" };

  function named(text, letters, known) {
    const isKnown = (name) => letters.includes(name) || known(name) || /^(?:delta|yhat|p|frac|N)$/.test(name);
    const alias = (name) => own(ALIASES, name)?.find((one) => letters.includes(one));
    const greek = (name) => (letters.includes(name) ? name : own(GREEK, name) ?? name);
    const name = greek(text);
    if (isKnown(name)) return [{ name }];
    if (alias(name)) return [{ name: alias(name) }];
    const small = greek(name.toLowerCase());
    const layer = /^(\p{L})(?:\d|L)$/u.exec(name);
    if (layer && letters.includes(layer[1].toLowerCase()) && /^\p{Lu}|L$/u.test(name)) return [{ name: layer[1].toLowerCase() }];
    if (isKnown(small)) return [{ name: small }];
    if (alias(small)) return [{ name: alias(small) }];
    const numbered = /^(\p{L})(\d)$/u.exec(name);
    if (numbered && letters.includes(numbered[1])) return [{ name: numbered[1] }, { op: "_" }, { number: Number(numbered[2]) }];
    const both = /^(?:δ|delta)([ijkmn])([ijkmn])$/.exec(text);
    if (both) return [{ name: "delta" }, { op: "_" }, { name: both[1] + both[2] }];
    const signs = [...name].map((sign) => own(GREEK, sign) ?? sign);
    if (signs.length > 1 && signs.every((sign) => letters.includes(sign) || known(sign))) return signs.map((sign) => ({ name: sign }));
    const [head, index, more] = signs;
    const of = [head, alias(head)].find((one) => letters.includes(one) || one === "p");
    return more === undefined && of && /^[ijk]$/.test(index) ? [{ name: of }, { op: "_" }, { name: index }] : [{ name }];
  }

  // `known` tells whether a name is that of a function or a constant.
  dldz.words = (text, letters, known) => {
    const found = [];
    for (const [, number, name, op, strange] of tidy(text).trim().matchAll(WORD)) {
      if (strange) throw new Error(`“${strange}” has no meaning here.`);
      const before = found.at(-1)?.op;
      const raw = before === "_" || before === "." || (before === "{" && found.at(-2)?.op === "_");
      if (op === "_" && found.at(-2)?.op === "_" && found.at(-1).name?.length > 1) { // a_ia_j: TeX takes one letter
        const [index, ...rest] = found.pop().name;
        found.push({ name: index }, ...named(rest.join(""), letters, known));
      }
      if (number) found.push({ number: Number(number) });
      else if (own(SPOKEN, name)) found.push({ op: SPOKEN[name] });
      else if (name) found.push(...(raw ? [{ name }] : named(name, letters, known).map((word) => ({ ...word, text: name }))));
      else found.push({ op: op === "**" ? "^" : op });
    }
    // Who calls the target t calls the output y.
    const uses = (sign) => found.some(({ name, text }) => name === sign && text !== "t");
    const swapped = found.some(({ name, text }) => text === "t" && name === "y") && uses("y") && !["a", "yhat", "p"].some(uses);
    return swapped ? found.map((word) => (word.text === "y" || word.text === "Y" ? { ...word, name: "yhat" } : word)) : found;
  };
})();
