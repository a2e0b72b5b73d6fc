// What do the functions of a typed formula give? To add one, add a row to FUNCTIONS; one that is taken of a whole vector, to
// VECTORS; the derivative of one that people write with a prime, to PRIMES.
(() => {
  "use strict";
  // What the functions give. An array stands for a vector, and what holds of a number holds of each component.
  const total = (parts) => parts.reduce((sum, part) => sum + part, 0);
  const weights = (parts) => {
    const most = Math.max(...parts);
    const powers = parts.map((part) => Math.exp(part - most));
    return powers.map((power) => power / total(powers));
  };
  const sigmoid = (u) => 1 / (1 + Math.exp(-u));
  const softplus = (u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
  const step = (u) => (u > 0 ? 1 : 0);
  const same = (u) => u;
  const pdf = (u) => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
  const Phi = (u) => dldz.erfc(-u / Math.SQRT2) / 2;
  const FUNCTIONS = {
    exp: Math.exp, log: Math.log, log1p: Math.log1p, expm1: Math.expm1, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos,
    tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, sech: (u) => 1 / Math.cosh(u), asin: Math.asin,
    acos: Math.acos, atan: Math.atan, arctan: Math.atan, asinh: Math.asinh, abs: Math.abs, sign: Math.sign, sgn: Math.sign,
    erf: dldz.erf, erfc: dldz.erfc, sigmoid, logistic: sigmoid, expit: sigmoid, softplus, square: (u) => u * u,
    pow: (u, v) => u ** v, power: (u, v) => u ** v, max: Math.max, maximum: Math.max, min: Math.min, minimum: Math.min,
    relu: (u) => Math.max(u, 0), step, heaviside: step, clip: (u, low, high) => Math.min(Math.max(u, low), high),
    clamp: (u, low, high) => Math.min(Math.max(u, low), high), where: (holds, u, v) => (holds ? u : v),
    "+": (u, v) => u + v, "-": (u, v) => u - v, "*": (u, v) => u * v, "/": (u, v) => u / v, "^": (u, v) => u ** v,
    "<": (u, v) => Number(u < v), ">": (u, v) => Number(u > v), "<=": (u, v) => Number(u <= v), ">=": (u, v) => Number(u >= v),
    neg: (u) => -u, Phi, normpdf: pdf, silu: (u) => u * sigmoid(u), swish: (u) => u * sigmoid(u), gelu: (u) => u * Phi(u),
    add: (u, v) => u + v, subtract: (u, v) => u - v, multiply: (u, v) => u * v, divide: (u, v) => u / v, negative: (u) => -u,
    reciprocal: (u) => 1 / u, logaddexp: (u, v) => Math.max(u, v) + Math.log1p(Math.exp(-Math.abs(u - v))), logsigmoid: (u) => -softplus(-u),
    and: (u, v) => Number(Boolean(u && v)), or: (u, v) => Number(Boolean(u || v)), logicaland: (u, v) => Number(Boolean(u && v)),
    logicalor: (u, v) => Number(Boolean(u || v)), over: (u, v) => u / v,
    float: same, int: same, int64: same, float32: same, float64: same, array: same, asarray: same,
  };
  const PRIMES = { sigmoid: (u) => sigmoid(u) * sigmoid(-u), tanh: (u) => 1 / Math.cosh(u) ** 2, relu: step, step: () => 0, softplus: sigmoid,
    exp: Math.exp, sin: Math.cos, cos: (u) => -Math.sin(u), log: (u) => 1 / u };
  const diagonal = (parts) => parts.map((part, n) => parts.map((_, m) => (n === m ? part : 0)));
  const VECTORS = { sum: total, softmax: weights, logsoftmax: (parts) => weights(parts).map(Math.log), mean: (parts) => total(parts) / parts.length, norm: (parts) => Math.hypot(...parts),
    logsumexp: (parts) => Math.max(...parts) + Math.log(total(parts.map((part) => Math.exp(part - Math.max(...parts))))),
    diag: diagonal, diagflat: diagonal };
  const PAIRS = { outer: (us, vs) => us.map((u) => vs.map((v) => u * v)), dot: (us, vs) => total(us.map((u, n) => u * vs[n])) };
  // What is written behind a point and changes no number: z.float(), a.T.
  const SAME = ["T", "astype", "float", "double", "int", "bool", "long", "detach", "clone", "item", "numpy", "copy", "to", "type", "squeeze"];
  const COUNTS = { neg: [1], pow: [2], power: [2], clip: [3], clamp: [3], where: [3], heaviside: [1, 2] };
  const CONSTANTS = { e: Math.E, pi: Math.PI };
  const ACTIVATION = ["sigma", "g", "f", "h", "phi"];
  const AMBIGUOUS = { sigma: [sigmoid, PRIMES.sigmoid], phi: [pdf, (u) => -u * pdf(u)] };
  dldz.functions = { FUNCTIONS, PRIMES, VECTORS, PAIRS, COUNTS, CONSTANTS, ACTIVATION, AMBIGUOUS, SAME };
})();
