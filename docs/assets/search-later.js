// The theme starts its search with every page: a worker, and an index of all pages, most of the weight of a page. Here
// both wait until somebody turns to the search. It runs before the theme's own script, which finds the browser's
// Worker and XMLHttpRequest as usual; everything but the search's own worker and index passes through.
{
  let wanted;
  const search = new Promise((resolve) => { wanted = resolve; });
  const isWorker = (url) => /\/workers\/search\.[^/]*\.js$/.test(url);
  const isIndex = (url) => /\/search\/search_index\.json$/.test(url);

  const RealWorker = window.Worker;
  class LaterWorker extends EventTarget {
    constructor(url, options) {
      super();
      this.worker = search.then(() => {
        const worker = new RealWorker(url, options);
        worker.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
        return worker;
      });
    }

    postMessage(message) {
      this.worker.then((worker) => worker.postMessage(message));
    }
  }
  window.Worker = new Proxy(RealWorker, {
    construct: (real, [url, options]) => (isWorker(String(url)) ? new LaterWorker(url, options) : new real(url, options)),
  });

  const { open, send } = XMLHttpRequest.prototype;
  const later = new WeakSet();
  XMLHttpRequest.prototype.open = function opened(method, url, ...rest) {
    if (isIndex(String(url))) later.add(this);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function sent(...body) {
    if (later.has(this)) search.then(() => send.apply(this, body));
    else send.apply(this, body);
  };

  const isSearch = (target) => target.closest?.('.md-search, [for="__search"]');
  for (const kind of ["focusin", "pointerover", "touchstart"]) {
    document.addEventListener(kind, ({ target }) => { if (isSearch(target)) wanted(); }, { passive: true });
  }
  document.addEventListener("keydown", ({ key }) => { if (["/", "f", "s"].includes(key)) wanted(); });
  if (/[?&][qh]=/.test(location.search)) wanted(); // a link to a search, or from one
}
