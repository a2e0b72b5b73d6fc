// When was the last formula of the first screen drawn, and how far did things move? Runs in the page from its first moment.
(() => {
  const bench = { drawn: 0, shift: 0, formulas: 0, complete: false };
  window.bench = bench;
  const onScreen = new Set();

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) bench.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });

  // A formula off the screen is not asked for its parts: that would make the browser lay out what it left for later.
  const visible = ({ top, bottom }) => top < window.innerHeight && bottom > 0;
  const size = (formula) => formula.querySelector('svg, mjx-container')?.getBoundingClientRect() ?? { width: 0 };

  function look() {
    const formulas = [...document.querySelectorAll('.tex, .arithmatex')];
    const here = formulas.filter((formula) => visible(formula.getBoundingClientRect()) && size(formula).width > 0);
    const readable = document.fonts.status === 'loaded'; // until then MathJax's letters take up room, but are not there
    const news = readable ? here.filter((formula) => !onScreen.has(formula)) : [];
    news.forEach((formula) => onScreen.add(formula));
    bench.formulas = onScreen.size;
    bench.complete = readable && document.readyState === 'complete' && formulas.length > 0
      && formulas.every((formula) => formula.querySelector('svg, mjx-container'));
    return news.length > 0;
  }

  // A frame begins with this call and is drawn after it; a message that is sent now arrives when that is done.
  const painted = new MessageChannel();
  painted.port1.onmessage = () => { bench.drawn = performance.now(); };
  function frame() {
    if (look()) painted.port2.postMessage('');
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
})();
