// How does a reader try a formula out? Sliders move its letters; beside the value of the derived formula stands the
// centred difference of the definition for twelve steps h, and the gap between the two.
//
// The functions come from a file of the entry's own, printed from the derivation while the site was built.
(() => {
  "use strict";
  const box = document.querySelector(".try");
  if (!box) return;
  const base = new URL(".", document.currentScript.src);
  const SVG = "http://www.w3.org/2000/svg";
  const EXPONENTS = Array.from({ length: 12 }, (_, n) => n + 1);
  const [WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM] = [320, 200, 42, 8, 10, 30];
  const find = (selector) => box.querySelector(selector);

  const { load } = dldz; // check.js
  const raised = (n) => dldz.raised(n);
  const shown = (...given) => dldz.shown(...given);
  const complete = (entry, p) => dldz.complete(entry, p);

  // The variable is z, or its component that the last index names.
  const place = (entry, p) => (entry.vector ? p[entry.axes.at(-1)] : -1);
  const at = (entry, p) => (entry.vector ? p[entry.variable][place(entry, p)] : p[entry.variable]);
  function moved(entry, p, x) {
    const whole = entry.vector ? p[entry.variable].map((part, n) => (n === place(entry, p) ? x : part)) : x;
    return { ...p, [entry.variable]: whole };
  }
  const value = (entry, p, x) => entry.value(moved(entry, p, x));
  const slope = (entry, p) => entry.slope(complete(entry, p));
  const difference = (entry, p, h) => {
    const x = at(entry, p);
    return (value(entry, p, x + h) - value(entry, p, x - h)) / (2 * h);
  };

  // Plots.
  const scale = (low, high, from, to) => (x) => from + ((x - low) / (high - low || 1)) * (to - from);

  function draw(kind, attributes, text = "") {
    const element = document.createElementNS(SVG, kind);
    for (const [name, known] of Object.entries(attributes)) element.setAttribute(name, known);
    element.textContent = text;
    return element;
  }

  function frame(ticksX, ticksY, [nameX, nameY]) {
    const word = (x, y, anchor, text) => draw("text", { x, y, "text-anchor": anchor }, text);
    return [
      draw("path", { class: "try-axis", d: `M${LEFT} ${TOP}V${HIGH - BOTTOM}H${WIDE - RIGHT}` }),
      ...ticksX.map(([x, text]) => word(x, HIGH - BOTTOM + 13, "middle", text)),
      ...ticksY.map(([y, text]) => word(LEFT - 4, y + 3, "end", text)),
      word((LEFT + WIDE - RIGHT) / 2, HIGH - 4, "middle", nameX),
      word(LEFT + 4, TOP + 4, "start", nameY),
    ];
  }

  const line = (points) => points.map(([x, y], n) => `${n ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

  function curve(entry, p, [low, high]) {
    const xs = Array.from({ length: 121 }, (_, n) => low + ((high - low) * n) / 120);
    const points = xs.map((x) => [x, value(entry, p, x)]).filter(([, y]) => Number.isFinite(y));
    const ys = points.map(([, y]) => y);
    const [least, most] = [Math.min(...ys), Math.max(...ys)];
    const room = (most - least) * 0.05 || 1;
    const [bottom, top] = [least - room, most + room];
    const [toX, toY] = [scale(low, high, LEFT, WIDE - RIGHT), scale(bottom, top, HIGH - BOTTOM, TOP)];
    const [x, y, rise] = [at(entry, p), value(entry, p, at(entry, p)), slope(entry, p)];
    const tangent = [low, high].map((end) => [end, y + rise * (end - x)]);
    const clip = draw("svg", { x: LEFT, y: TOP, width: WIDE - LEFT - RIGHT, height: HIGH - TOP - BOTTOM, viewBox: `${LEFT} ${TOP} ${WIDE - LEFT - RIGHT} ${HIGH - TOP - BOTTOM}` });
    const inside = (list) => line(list.map(([u, v]) => [toX(u), toY(v)]));
    clip.append(
      draw("path", { class: "try-line", d: inside(points) }),
      draw("path", { class: "try-tangent", d: Number.isFinite(rise) ? inside(tangent) : "" }),
    );
    const round = (end, all) => (Math.abs(end) < all * 1e-3 ? 0 : end); // what a plot of two digits shows as 0
    const ends = (list, to) => list.map((end) => [to(end), shown(round(end, Math.abs(list.at(-1) - list[0])), 2)]);
    find(".try-curve").replaceChildren(
      ...frame(ends([low, 0, high].filter((u, n) => n !== 1 || (u > low && u < high)), toX), ends([least, most], toY), [names(entry)[0], names(entry)[1]]),
      clip,
      draw("circle", { class: "try-point", cx: toX(x), cy: toY(y), r: 4 }),
    );
  }

  const FLOOR = 1e-18;

  function gaps(rows) {
    const seen = rows.filter(({ gap }) => Number.isFinite(gap)).map(({ n, gap }) => [n, Math.log10(Math.max(gap, FLOOR))]);
    const [low, high] = [-16, Math.max(0, ...seen.map(([, y]) => Math.ceil(y)))];
    const [toX, toY] = [scale(1, 12, LEFT + 6, WIDE - RIGHT - 6), scale(low, high, HIGH - BOTTOM, TOP)];
    const points = seen.map(([n, y]) => [toX(n), toY(Math.max(y, low))]);
    find(".try-gaps").replaceChildren(
      ...frame([1, 4, 8, 12].map((n) => [toX(n), `10${raised(-n)}`]), [low, -12, -8, -4, 0].map((n) => [toY(n), `10${raised(n)}`]), ["h", "gap"]),
      draw("path", { class: "try-line", d: line(points) }),
      ...points.map(([cx, cy]) => draw("circle", { class: "try-point", cx, cy, r: 3 })),
    );
  }

  function table(rows) {
    find(".try-table tbody").replaceChildren(...rows.map(({ n, measured, gap }) => {
      const row = document.createElement("tr");
      for (const text of [`10${raised(-n)}`, shown(measured, 12), shown(gap, 2)]) row.insertCell().textContent = text;
      return row;
    }));
  }

  // The page.
  const inputs = [...box.querySelectorAll("input[data-letter]")];

  function names(entry) {
    const index = (axis) => (axis === undefined ? "" : "₁₂₃"[point(entry)[axis]]);
    const [first, last] = [entry.axes.at(0), entry.axes.at(-1)];
    return [entry.variable + index(last), entry.output + (entry.output === "a" && entry.vector ? index(first) : "")];
  }

  function point(entry) {
    const p = { N: 0 };
    for (const { dataset: { letter, place: n }, valueAsNumber: x } of inputs) {
      if (n === "-1") p[letter] = entry.axes.includes(letter) ? x - 1 : x;
      else (p[letter] ??= [])[n] = x;
    }
    p.N = p[entry.variable].length ?? 1;
    return complete(entry, p);
  }

  const range = (entry, p) => {
    const input = inputs.find(({ dataset }) => dataset.letter === entry.variable && Number(dataset.place) === place(entry, p));
    return [Number(input.min), Number(input.max)];
  };

  let speaking = 0;

  function say(entry, p, rows) {
    const exact = slope(entry, p);
    const best = rows.reduce((one, other) => (other.gap < one.gap ? other : one));
    const [variable, output] = names(entry);
    const words = `${output} = ${shown(value(entry, p, at(entry, p)))} at ${variable} = ${shown(at(entry, p))}. ` +
      `${entry.name}: the formula gives ${shown(exact, 9)}, the centred difference with h = 10${raised(-best.n)} gives ${shown(best.measured, 9)}.`;
    clearTimeout(speaking); // a screen reader hears where a slider came to rest, not every stop on its way
    speaking = setTimeout(() => { find(".try-said").textContent = words; }, 250);
  }

  function show(entry) {
    for (const input of inputs) input.nextElementSibling.textContent = shown(input.valueAsNumber, 3);
    const p = point(entry);
    const exact = slope(entry, p);
    const rows = EXPONENTS.map((n) => {
      const measured = difference(entry, p, 10 ** -n);
      return { n, measured, gap: Math.abs(measured - exact) };
    });
    curve(entry, p, range(entry, p));
    gaps(rows);
    table(rows);
    say(entry, p, rows);
  }

  async function start() {
    await load("numbers.js");
    await load(`try/${box.dataset.try}.js`);
    const { entry } = dldz;
    Object.assign(dldz, { difference, slope, value });
    for (const input of inputs) {
      let before;
      input.addEventListener("input", () => show(entry));
      // A finger that goes down on a slider moves it, even where it goes on to scroll the page: then it moves back.
      input.addEventListener("pointerdown", () => { before = input.value; });
      input.addEventListener("pointercancel", () => {
        input.value = before;
        show(entry);
      });
    }
    show(entry);
    box.classList.add("try-alive");
  }

  // Nothing is loaded before the instrument comes near, or the browser has nothing else to do.
  let begun;
  const begin = () => { begun ??= start(); };
  new IntersectionObserver((seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) begin();
  }, { rootMargin: "600px" }).observe(box);
  addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(begin));
})();
