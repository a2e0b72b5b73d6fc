// What a reader's kernel gave for our inputs against what is right, and which slip explains it: the same comparison as
// generator/verify/kernel_compare.py, on the numbers of assets/kernels/ID.js. Faults of the JSON are thrown with their place.
(() => {
  "use strict";
  globalThis.dldz ??= {};
  const isList = Array.isArray;
  const isObject = (x) => typeof x === "object" && x !== null && !isList(x);
  const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);
  const flat = (x) => (isList(x) ? x.flatMap(flat) : [x]);
  const shape = (x) => (isList(x) ? [x.length, ...(x.length ? shape(x[0]) : [])] : []);
  const same = (a, b) => a.length === b.length && a.every((n, k) => n === b[k]);
  const fail = (text) => { throw new Error(text); };

  // Hex floats, 0x1.8p+1, as Python writes them; decimals as JSON and Python do.
  function number(x, where) {
    if (typeof x === "number") return x;
    if (typeof x !== "string") fail(`${where}: ${JSON.stringify(x)?.slice(0, 40)} is no number`);
    const hex = /^\s*([+-]?)0x([01])(?:\.([0-9a-f]*))?p([+-]?\d+)\s*$/i.exec(x);
    if (hex) {
      const [, sign, whole, part = "", power] = hex;
      const digits = [...part].reduce((sum, digit, n) => sum + parseInt(digit, 16) / 16 ** (n + 1), Number(whole));
      return (sign === "-" ? -1 : 1) * digits * 2 ** Number(power);
    }
    if (/^\s*[+-]?nan\s*$/i.test(x)) return NaN;
    if (/^\s*[+-]?inf(inity)?\s*$/i.test(x)) return x.includes("-") ? -Infinity : Infinity;
    if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(x)) fail(`${where}: “${x.slice(0, 40)}” is no number`);
    return Number(x);
  }

  function array(x, where) {
    const data = isObject(x) ? own(x, "hex") ?? own(x, "decimal") : x;
    const read = (part) => (isList(part) ? part.map(read) : number(part, where));
    const found = read(data);
    const regular = (part, [length, ...rest]) => (length === undefined ? !isList(part) : isList(part) && part.length === length && part.every((each) => regular(each, rest)));
    if (!regular(found, shape(found))) fail(`${where}: rows of different lengths`);
    return found;
  }

  const arrays = (x, where) => {
    if (!isObject(x)) fail(`${where}: not an object of arrays by name`);
    return Object.fromEntries(Object.entries(x).map(([name, data]) => [name, array(data, `${where}.${name}`)]));
  };

  function checkInputs(vector, where, known, kernel) {
    for (const key of ["inputs", "parameters"]) {
      for (const [name, data] of Object.entries(arrays(own(vector, key) ?? {}, `${where}.${key}`))) {
        const ours = own(known.given, name);
        const close = ours !== undefined && same(shape(data), shape(ours))
          && flat(data).every((x, n) => Math.abs(x - flat(ours)[n]) <= 1e-8 + 1e-2 * Math.abs(flat(ours)[n]));
        if (!close) fail(`${where}.${key}.${name}: not the numbers of api/${kernel.id}.json`);
      }
    }
  }

  function settingOf(vector, place, where, kernel) {
    const n = own(vector, "setting") ?? place;
    const last = kernel.settings.length - 1;
    if (!Number.isInteger(n) || n < 0 || n > last) fail(`${where}: setting ${JSON.stringify(n)}; there are 0 to ${last}`);
    const [sizes, ours] = [own(vector, "sizes"), kernel.settings[n].sizes];
    const agree = sizes === undefined || (isObject(sizes) && Object.keys(ours).length === Object.keys(sizes).length
      && Object.entries(ours).every(([name, length]) => own(sizes, name) === length));
    if (!agree) fail(`${where}: these sizes are not those of setting ${n}; say which it is by "setting"`);
    return n;
  }

  // The arrays of a reader's JSON by setting.
  dldz.givenOf = (data, kernel) => {
    const vectors = isObject(data) ? own(data, "vectors") : undefined;
    if (!isList(vectors) || !vectors.length) fail('"vectors" has to be a list of settings, each with "gradients"');
    const given = new Map();
    vectors.forEach((vector, place) => {
      const where = `vectors[${place}]`;
      if (!isObject(vector)) fail(`${where}: not an object`);
      const n = settingOf(vector, place, where, kernel);
      if (given.has(n)) fail(`${where}: setting ${n} stands there twice`);
      checkInputs(vector, where, kernel.settings[n], kernel);
      const output = own(vector, "output");
      const several = isObject(output) && !("hex" in output || "decimal" in output);
      const named = {
        ...arrays(own(vector, "gradients"), `${where}.gradients`),
        ...(output === undefined ? {} : arrays(several ? output : { [kernel.output]: output }, `${where}.output`)),
      };
      const known = kernel.settings[n].arrays;
      const strange = Object.keys(named).filter((name) => !Object.hasOwn(known, name));
      if (strange.length) fail(`${where}: no array ${strange.join(", ")} here; there are ${Object.keys(known).join(", ")}`);
      given.set(n, named);
    });
    return given;
  };

  const scale = (x) => Math.max(1e-6, ...flat(x).map(Math.abs));

  // Where an array is furthest off, relative to its largest component; what is no number is infinitely far.
  function difference(name, setting, found, right) {
    const lengths = shape(right);
    if (!same(shape(found), lengths)) {
      return { name, setting, error: Infinity, place: null, expected: shape(right), found: shape(found) };
    }
    const [ours, theirs] = [flat(right), flat(found)];
    const errors = ours.map((x, n) => (Number.isFinite(theirs[n]) ? Math.abs(theirs[n] - x) : Infinity));
    const worst = errors.reduce((best, error, n) => (error > errors[best] ? n : best), 0);
    const place = lengths.map((length, axis) => Math.floor(worst / lengths.slice(axis + 1).reduce((a, b) => a * b, 1)) % length);
    return { name, setting, error: (errors[worst] ?? 0) / scale(right), place, expected: ours[worst], found: theirs[worst] };
  }

  // What an array is recognised by: its shape and weighted sums, as print_of in generator/verify/kernels.py.
  function printOf(x) {
    const numbers = flat(x);
    const sums = [...Array(Math.min(2, numbers.length)).keys()].map((row) => {
      const weights = numbers.map((_, n) => ((17 + 31 * row) * (n + 1) * (n + 1)) % 97 - 48.5);
      const length = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
      return numbers.reduce((sum, number, n) => sum + weights[n] * number, 0) / length;
    });
    return { shape: shape(x), sums };
  }

  const distance = (a, b) => {
    if (!same(a.shape, b.shape)) return Infinity;
    const apart = a.sums.map((sum, n) => Math.abs(sum - b.sums[n]));
    return apart.every((x) => x === x) ? Math.max(0, ...apart) : Infinity;
  };

  // The arrays of a reader's kernel by name: for each setting what they are recognised by, beside the right ones.
  function rowsOf(given, kernel, allowed) {
    const rows = {};
    for (const [n, named] of given) {
      for (const [name, found] of Object.entries(named)) {
        const right = printOf(kernel.settings[n].arrays[name]);
        const near = flat(found).every(Number.isFinite) ? allowed(n, name) * scale(found) : 0;
        (rows[name] ??= []).push({ setting: n, found: printOf(found), right, near, exact: allowed(n, name) <= kernel.named });
      }
    }
    return rows;
  }

  // Where a slip has no value, what was found stands for it.
  const kernels = (kernel) => kernel.wrong.map(([title, tables]) => [title, ({ setting, right, found: theirs }, name) => {
    if (tables[setting] === null) return theirs;
    const found = own(tables[setting], name);
    const unit = 10 ** kernel.settings[setting].units[name];
    return found && { shape: isList(found[0]) ? found[0] : right.shape, sums: found.filter(Number.isFinite).map((sum) => sum * unit) };
  }]);

  // The factors that any array may be multiplied by, whatever the others are.
  const factors = (kernel) => kernel.factors.map(([words, numbers]) => [words, ({ setting, right }) =>
    ({ shape: right.shape, sums: right.sums.map((sum) => sum * numbers[setting]) })]);

  // Would a slip have made an array wrong that is right?
  const denied = (slip, name, rows) => rows.some((row) => {
    const slipped = slip(row, name);
    return slipped && slipped !== row.found && (row.exact || distance(slipped, row.right) > row.near);
  });

  // Does a slip give an array's numbers in all settings that were run?
  function explains(slip, name, rows) {
    const slipped = rows.map((row) => slip(row, name));
    return slipped.some((x, k) => x && x !== rows[k].found) && rows.every((row, k) => distance(row.found, slipped[k] ?? row.right) <= row.near);
  }

  // Each time the slip that explains most of what is left; an array that is wrong by less than slips are told by goes with
  // whatever explains another. A slip that would have made an array wrong which is right was not made.
  function slips(kernel, given, wrong, allowed) {
    const rows = rowsOf(given, kernel, allowed);
    const by = (slip) => wrong.filter((name) => explains(slip, name, rows[name]));
    const near = by((row) => row.right);
    const right = Object.keys(rows).filter((name) => !wrong.includes(name));
    const made = kernels(kernel).filter(([, slip]) => !right.some((name) => denied(slip, name, rows[name])));
    const table = [...made, ...factors(kernel)].map(([title, slip]) => [title, by(slip)])
      .filter(([, names]) => names.some((name) => !near.includes(name)))
      .map(([title, names]) => [title, [...new Set([...names, ...near])]]);
    const found = [];
    let left = wrong;
    for (;;) {
      const count = (names) => names.filter((name) => left.includes(name)).length;
      const [title, names] = table.reduce((best, each) => (count(each[1]) > count(best[1]) ? each : best), ["", []]);
      if (!count(names)) return found;
      found.push([title, names.filter((name) => left.includes(name))]);
      left = left.filter((name) => !names.includes(name));
    }
  }

  dldz.compareKernel = (data, kernel, type) => {
    // More is allowed where rounding takes more digits of a right kernel of this type.
    const allowed = (tolerance) => (n, name) => Math.max(tolerance, own(kernel.settings[n].loose[type] ?? {}, name) ?? 0);
    const tolerance = kernel.tolerances[type];
    const share = ({ error, setting, name }) => error / allowed(tolerance)(setting, name);
    const given = dldz.givenOf(data, kernel);
    const every = [...given].flatMap(([n, named]) => Object.entries(named).map(([name, found]) => difference(name, n, found, kernel.settings[n].arrays[name])));
    const names = [...new Set(every.map(({ name }) => name))];
    const worst = names.map((name) => every.filter((one) => one.name === name).reduce((a, b) => (share(b) > share(a) ? b : a)));
    const wrong = worst.filter((one) => !(share(one) <= 1));
    const named = slips(kernel, given, wrong.map(({ name }) => name), allowed(Math.max(tolerance, kernel.named)));
    const explained = named.flatMap(([, some]) => some);
    const unnamed = wrong.map(({ name }) => name).filter((name) => !explained.includes(name));
    return { settings: given.size, arrays: every.length, worst, wrong, slips: named, unnamed };
  };
})();
