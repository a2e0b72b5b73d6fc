// A field above the grid of cases: "relu squared" leaves the pairs that have all these words in a name, another name of
// either, or the formula. On a phone the pairs of an activation unfold at a touch.
{
  const grids = [...document.querySelectorAll(".grid-of-cases table")];
  const said = (cell) => cell.textContent.toLowerCase();

  const read = (table) => {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows].map((row) => {
      const [name, ...cells] = row.cells;
      return { row, cells: cells.map((cell, m) => ({ cell, words: `${said(name)} ${said(heads[m])} ${said(cell)}` })) };
    });
    return { rows, heads, table };
  };

  const show = ({ rows, heads, table }, words) => {
    const across = new Set();
    let count = 0;
    for (const { row, cells } of rows) {
      let found = 0;
      cells.forEach(({ cell, words: known }, m) => {
        const fits = words.every((word) => known.includes(word));
        cell.classList.toggle("out", !fits);
        if (fits) across.add(m);
        if (fits && cell.querySelector("a")) found += 1;
      });
      row.hidden = words.length > 0 && found === 0;
      unfold(row, words.length > 0 && found > 0);
      count += found;
    }
    heads.forEach((head, m) => { head.hidden = !across.has(m); });
    for (const { cells } of rows) cells.forEach(({ cell }, m) => { cell.hidden = !across.has(m); });
    const grid = table.closest(".grid-of-cases");
    for (const part of [grid, grid.previousElementSibling]) part.hidden = count === 0;
    return count;
  };

  const unfold = (row, open) => {
    row.classList.toggle("open", open);
    row.querySelector(".unfold")?.setAttribute("aria-expanded", String(open));
  };

  const folding = (row) => {
    const button = document.createElement("button");
    button.className = "unfold";
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", `Pairs of ${row.cells[0].querySelector("a").textContent}`);
    button.addEventListener("click", () => unfold(row, !row.classList.contains("open")));
    row.cells[0].append(button);
  };

  if (grids.length) {
    const read_grids = grids.map(read);
    for (const { rows } of read_grids) for (const { row } of rows) folding(row);
    const box = document.createElement("p");
    box.className = "grid-filter";
    box.innerHTML = '<label>Show <input type="search" placeholder="softplus squared" autocomplete="off"></label> <output></output>';
    const field = box.querySelector("input");
    const told = box.querySelector("output");
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      const count = read_grids.map((grid) => show(grid, words)).reduce((sum, n) => sum + n, 0);
      told.textContent = words.length ? `${count} ${count === 1 ? "pair" : "pairs"}` : "";
    });
    document.querySelector(".grid-of-cases").closest("article").querySelector("h2").before(box);
  }
}
