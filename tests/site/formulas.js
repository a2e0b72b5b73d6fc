// What is wrong with the formulas of this page? One sentence for each that a reader cannot see.
// Formulas inside folded steps and behind tabs count too, so everything is unfolded first.
() => {
  const LEAST_CONTRAST = 4.5; // WCAG 2.2, 1.4.3

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const painted = new Map(); // a page has a few colours, and painting one takes as long as a hundred look-ups
  const channels = (colour) => {
    if (!painted.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      painted.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return painted.get(colour);
  };

  const luminance = (colour) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = channels(colour).map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  // The nearest background that is not see-through; white where nobody sets one.
  const background = (element) => {
    for (let here = element; here; here = here.parentElement) {
      const colour = getComputedStyle(here).backgroundColor;
      if (channels(colour)[3] === 255) return colour;
    }
    return "white";
  };

  const contrast = (element) => {
    const [dark, light] = [getComputedStyle(element).color, background(element)].map(luminance).sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };

  const fault = (formula) => {
    const picture = formula.querySelector("svg");
    if (!picture) return "holds no picture";
    const { width, height } = picture.getBoundingClientRect();
    if (width < 1 || height < 1) return `measures ${width} x ${height}`;
    if (!picture.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return "is hidden";
    const seen = contrast(picture);
    return seen < LEAST_CONTRAST ? `stands out by ${seen.toFixed(2)} only` : null;
  };

  for (const moving of document.getAnimations()) {
    if (Number.isFinite(moving.effect.getComputedTiming().endTime)) moving.finish(); // a colour that fades in is faint
  }
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const block of document.querySelectorAll(".tabbed-block")) block.style.display = "block";
  return [...document.querySelectorAll(".tex")]
    .map((formula) => [formula.dataset.tex, fault(formula)])
    .filter(([, reason]) => reason)
    .map(([tex, reason]) => `formula '${tex}' ${reason}`);
};
