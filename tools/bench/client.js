// What does Material have one write to let MathJax draw a page in the browser? This, and one more line for the font: it
// comes from beside the page and not from another host.
window.MathJax = {
  loader: { paths: { fonts: new URL('fonts', document.baseURI).href } },
  tex: {
    inlineMath: [['\\(', '\\)']],
    displayMath: [['\\[', '\\]']],
    processEscapes: true,
    processEnvironments: true,
  },
  options: { ignoreHtmlClass: '.*|', processHtmlClass: 'arithmatex' },
};

document$.subscribe(() => {
  MathJax.startup.output.clearCache();
  MathJax.typesetClear();
  MathJax.texReset();
  MathJax.typesetPromise();
});
