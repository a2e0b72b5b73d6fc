// Which word does each sign of a formula have?

export const SIGNS = {
  // between two things
  '+': 'plus', '-': 'minus', '−': 'minus', '±': 'plus or minus', '∓': 'minus or plus', '/': 'slash', '÷': 'divided by',
  '⋅': 'times', '·': 'times', '×': 'cross', '⊙': 'circle times', '∗': 'star', '*': 'star', '∘': 'after', '⊗': 'tensor',
  '=': 'equals', '≠': 'is not', '<': 'is less than', '>': 'is greater than', '≤': 'is at most', '≥': 'is at least',
  '≪': 'is far less than', '≫': 'is far greater than', '≈': 'is about', '≡': 'is identical to', '∝': 'is proportional to',
  '∼': 'is distributed as', '≅': 'is congruent to', '∈': 'in', '∉': 'not in', '⊂': 'is part of', '⊆': 'is part of or equals',
  '→': 'to', '←': 'becomes', '↦': 'maps to', '⇒': 'implies', '⟹': 'implies', '⇔': 'if and only if', '⟺': 'if and only if', '⟶': 'to',
  '∧': 'and also', '∨': 'or also', '¬': 'not', '∪': 'union', '∩': 'cut with', '∖': 'without', '⊥': 'perpendicular to',
  // around them
  '(': 'open paren', ')': 'close paren', '[': 'open bracket', ']': 'close bracket', '{': 'open brace', '}': 'close brace',
  '|': 'bar', '∣': 'bar', '‖': 'double bar', '∥': 'double bar', '⟨': 'open angle', '⟩': 'close angle',
  '⌊': 'open floor', '⌋': 'close floor', '⌈': 'open ceiling', '⌉': 'close ceiling',
  // in front of one, behind one, and by themselves
  '∑': 'the sum', '∏': 'the product', '∫': 'the integral', '∬': 'the double integral', '∭': 'the triple integral',
  '∮': 'the closed integral', '∂': 'partial', '∇': 'nabla', '∀': 'for all', '∃': 'there is', '!': 'factorial', '%': 'percent',
  '′': 'prime', '″': 'double prime', '‴': 'triple prime', '⊤': 'top', '†': 'dagger', '∞': 'infinity', 'ℏ': 'h bar', 'ℓ': 'script l',
  '∅': 'the empty set', '…': 'dots', '⋯': 'dots', '⋮': 'dots', '⋱': 'dots', ',': ',', ';': ';', '.': '.', ':': 'colon', '?': '?',
  '\u2061': 'of', '\u2062': '', '\u2063': ',', '\u2064': '', '^': 'hat', '~': 'tilde', '⏟': 'brace',
};

export const ACCENTS = {
  '^': 'hat', 'ˆ': 'hat', '~': 'tilde', '˜': 'tilde', '¯': 'bar', '―': 'bar', '‾': 'bar', '˙': 'dot', '¨': 'double dot', '→': 'vector',
};

export const GREEK = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega'
  .split(' '); // in the order of Unicode, from α

export const VARIANTS = { ϑ: 'theta', ϕ: 'phi', ϵ: 'epsilon', ϖ: 'pi', ϱ: 'rho', ı: 'dotless i', ȷ: 'dotless j' };

export const STYLES = {
  script: 'script ', calligraphic: 'script ', 'double-struck': 'double struck ', fraktur: 'fraktur ', bold: 'bold ', 'bold-italic': 'bold ',
};

export const FENCED = { '|': 'absolute value', '∣': 'absolute value', '‖': 'norm', '∥': 'norm' };

// What has a range below and above.
export const SUMS = ['∑', '∏', '∫', '∬', '∭', '∮'];
export const NAMED = ['max', 'min', 'lim', 'sup', 'inf', 'arg max', 'arg min'];

export const POWERS = { 2: 'squared', 3: 'cubed' };
