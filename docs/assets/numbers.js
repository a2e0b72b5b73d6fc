// What do the functions of the formulas need that JavaScript does not have? Sums over an index, deltas, erf, and erfc; and
// what the instrument and "Check your answer" share: the whole of a point, and numbers as people write them.
Object.assign(globalThis.dldz ??= {}, {
  sum: (count, body) => Array.from({ length: count }, (_, n) => body(n)).reduce((total, term) => total + term, 0),

  delta: (i, j) => (i === j ? 1 : 0),

  // 2/sqrt(pi) exp(-x^2) times the sum of 2^n x^(2n+1)/(1*3*...*(2n+1)) (Abramowitz and Stegun, 7.1.6): all terms
  // have one sign, so that none of the sixteen digits is lost.
  erf(x) {
    if (Math.abs(x) > 6) return Math.sign(x);
    let term = x;
    let total = 0;
    for (let n = 1; total + term !== total; n += 1) {
      total += term;
      term *= (2 * x * x) / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
  },

  // 1 - erf(x); from 2 on, where that cancels, e^(-x^2)/sqrt(pi) over x + (1/2)/(x + 1/(x + (3/2)/(x + ...))), from the
  // inside out (Abramowitz and Stegun, 7.1.14).
  erfc(x) {
    if (x < 2) return 1 - dldz.erf(x);
    let below = x;
    for (let n = 100; n > 0; n -= 1) below = x + n / 2 / below;
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / below;
  },

  // A point with all that follows from its letters: shares of one, the activation's answer, and the parts that the page
  // gives a letter to. Indices count from 0.
  complete(entry, p) {
    const q = { ...p };
    const shares = (parts) => parts.map((part) => part / parts.reduce((sum, each) => sum + each, 0));
    for (const letter of entry.shares) if (Array.isArray(q[letter])) q[letter] = shares(q[letter]);
    if (entry.answer) q.a = entry.vector ? Array.from({ length: q.N }, (_, i) => entry.answer({ ...q, i })) : entry.answer(q);
    return Object.assign(q, ...(entry.named ?? []).map(([letter, index, value]) => {
      const known = (n) => value({ ...q, ...(index && { [index]: n }) });
      return { [letter]: index ? Array.from({ length: q.N }, (_, n) => known(n)) : known() };
    }));
  },

  raised: (n) => String(n).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])),

  shown(x, digits = 6) {
    if (!Number.isFinite(x)) return "no value";
    if (x !== 0 && (Math.abs(x) < 1e-3 || Math.abs(x) >= 1e5)) {
      const [mantissa, power] = x.toExponential(Math.min(digits, 3) - 1).split("e");
      return `${mantissa.replace("-", "−")}\u00a0×\u00a010${dldz.raised(Number(power))}`;
    }
    return String(Number(x.toPrecision(digits))).replace("-", "−");
  },
});
