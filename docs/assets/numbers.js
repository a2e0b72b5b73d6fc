// What do the functions of the formulas need that JavaScript does not have? Sums over an index, deltas, and erf.
globalThis.dldz = {
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
};
