// "Compare your kernel": JSON that is pasted, chosen or dropped is compared in this browser.
(() => {
  "use strict";
  const root = new URL("../", document.currentScript.src);
  const form = document.querySelector("form.compare-kernel");
  const verdict = form.querySelector(".kernel-verdict");
  const { json, file, layer, type } = form.elements;
  const made = (kind, ...parts) => {
    const element = document.createElement(kind);
    element.append(...parts);
    return element;
  };
  const paragraph = (...parts) => made("p", ...parts);
  const called = (kernel, name) => made("code", kernel.settings[0].gradients.includes(name) ? `d${name}` : name);
  const joined = (kernel, names) => names.flatMap((name, n) => [...(n ? [", "] : []), called(kernel, name)]);
  const shapes = (lengths) => lengths.join(" × ") || "one number";

  function row(kernel, { name, setting, error, place, expected, found }, wrong) {
    const sizes = Object.entries(kernel.settings[setting].sizes).map(([size, length]) => `${size} = ${length}`).join(", ");
    const numbers = place ? [`[${place.join(", ")}]`, dldz.shown(expected), dldz.shown(found)] : ["shape", shapes(expected), shapes(found)];
    const line = made("tr", made("td", called(kernel, name)), ...[
      wrong ? "wrong" : "right", Number.isFinite(error) ? dldz.shown(error, 2) : "–", ...numbers, `${setting} (${sizes})`,
    ].map((text) => made("td", text)));
    line.classList.toggle("kernel-wrong", wrong);
    return line;
  }

  function table(kernel, { worst, wrong }) {
    const head = ["Array", "Verdict", "Error", "At", "Expected", "Found", "Setting"].map((text) => {
      const cell = made("th", text);
      cell.scope = "col";
      return cell;
    });
    const box = made("div", made("table", made("thead", made("tr", ...head)), made("tbody", ...worst.map((one) => row(kernel, one, wrong.includes(one))))));
    box.className = "kernel-table";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Every array with its largest error");
    return box;
  }

  function show(kernel, found) {
    const settings = `${found.settings} ${found.settings === 1 ? "setting" : "settings"}`;
    const link = Object.assign(made("a", kernel.title), { href: new URL(`layers/${kernel.id}/`, root) });
    const whole = found.wrong.length
      ? paragraph(made("strong", "Wrong: "), ...joined(kernel, found.wrong.map(({ name }) => name)), ` of `, link, `, in ${settings}.`)
      : paragraph(made("strong", "Right: "), `all ${found.worst.length} arrays of `, link, ` agree in ${settings}.`);
    const slips = found.slips.map(([title, names]) => paragraph("The likely slip: ", made("strong", title), ". It explains ", ...joined(kernel, names), "."));
    const others = found.unnamed.length ? [paragraph("No slip that is known here explains ", ...joined(kernel, found.unnamed), ".")] : [];
    verdict.replaceChildren(whole, ...slips, ...others, table(kernel, found));
  }

  function parsed(text) {
    try {
      return JSON.parse(text.replace(/(?<=[[,:]\s*)-?(NaN|Infinity)(?=\s*[\],}])/g, '"$&"')); // as Python and NumPy write them
    } catch (error) {
      throw new Error(`This is not JSON: ${error.message}`);
    }
  }

  async function compare() {
    const data = parsed(json.value);
    const id = layer.value || (data ?? {}).id;
    const known = [...layer.options].some(({ value }) => value && value === id);
    if (!known) throw new Error(`“${String(id ?? "").slice(0, 40)}” is no layer of this site: choose one, or give its "id".`);
    for (const path of ["numbers.js", "kernels.js", `kernels/${id}.js`]) await dldz.load(path);
    show(dldz.kernels[id], dldz.compareKernel(data, dldz.kernels[id], type.value));
  }

  async function answer() {
    try {
      verdict.classList.remove("kernel-fault");
      await compare();
    } catch (error) {
      verdict.classList.add("kernel-fault");
      verdict.replaceChildren(paragraph(error instanceof Event ? "The numbers of this layer could not be loaded." : error.message));
    }
  }

  async function take(chosen) {
    if (!chosen) return;
    json.value = await chosen.text();
    await answer();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });
  file.addEventListener("change", () => take(file.files[0]));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
})();
