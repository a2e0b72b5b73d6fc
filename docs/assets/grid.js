// A field above the grid of cases: "relu huber" leaves the rows and columns whose names have these words.
{
  const grids = [...document.querySelectorAll(".grid-of-cases table")];
  const names = (cell) => cell.textContent.toLowerCase();

  const read = (table) => {
    const rows = [...table.tBodies[0].rows];
    return { rows, heads: [...table.tHead.rows[0].cells].slice(1), table };
  };

  // A word that names a column chooses columns, one that names a row chooses rows; one that names neither, nothing.
  const choose = (words, parts) => {
    const known = words.filter((word) => parts.some((part) => names(part).includes(word)));
    return { known, chosen: parts.map((part) => known.every((word) => names(part).includes(word))) };
  };

  const show = ({ rows, heads, table }, words) => {
    const across = choose(words, heads);
    const down = choose(words, rows.map((row) => row.cells[0]));
    const strange = words.some((word) => !across.known.includes(word) && !down.known.includes(word));
    let count = 0;
    rows.forEach((row, n) => {
      row.hidden = strange || !down.chosen[n];
      [...row.cells].slice(1).forEach((cell, m) => {
        cell.hidden = !across.chosen[m];
        if (!row.hidden && !cell.hidden && cell.querySelector("a")) count += 1;
      });
    });
    heads.forEach((head, m) => { head.hidden = !across.chosen[m]; });
    const grid = table.closest(".grid-of-cases");
    for (const part of [grid, grid.previousElementSibling]) part.hidden = count === 0;
    return count;
  };

  if (grids.length) {
    const read_grids = grids.map(read);
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
