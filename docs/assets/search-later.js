// The theme starts its search with every page: a worker, and an index of all pages, most of the weight of a page. Here
// both wait until somebody turns to the search. It runs before the theme's own script, which finds the browser's
// Worker and XMLHttpRequest as usual; everything but the search's own worker and index passes through.
{
  const here = document.currentScript.src;
  let wanted;
  const search = new Promise((resolve) => { wanted = resolve; });
  const isWorker = (url) => /\/workers\/search\.[^/]*\.js$/.test(url);
  const isIndex = (url) => /\/search\/search_index\.json$/.test(url);

  // In a folder, without a server, a browser starts no worker out of a file. There its text comes as a script.
  const fromFolder = (url) => (location.protocol !== "file:" ? url : new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../search/search_worker.js", here);
    script.onload = () => resolve(URL.createObjectURL(new Blob([__search_worker], { type: "text/javascript" })));
    script.onerror = reject;
    document.head.append(script);
  }));

  // The search cuts words at hyphens. A difference that stands among the names of a page is one word there, with a minus
  // sign and no spaces (generator/pages/lookup.py): it is asked for before the words that were typed, and counts for more.
  const DIFFERENCE = /(?<![\p{L}\p{N}])([\p{L}\p{N}][\p{L}\p{N}²³]?)\s*[-−–]\s*([\p{L}\p{N}][\p{L}\p{N}²³]?)(?![\p{L}\p{N}])/gu;
  const withFormulas = (words) => [...[...words.matchAll(DIFFERENCE)].map(([, u, v]) => `${u}−${v}^10`), words].join(" ");

  // The search knows the letters of words only: who types δ^L or δᴸ is led to what goes by the name of "delta L". What is
  // raised or lowered is a word of its own; a hat means something else to the search.
  const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", λ: "lambda", μ: "mu", σ: "sigma", τ: "tau", φ: "phi", "∂": "d", "∇": "nabla" };
  const inWords = (words) => words
    .replace(/[αβγδλμστφ∂∇]/gu, (letter) => GREEK[letter])
    .replace(/\p{Lm}+/gu, (raised) => ` ${raised.normalize("NFKC")}`)
    .replace(/[\^_]/g, " ");

  const RealWorker = window.Worker;
  class LaterWorker extends EventTarget {
    constructor(url, options) {
      super();
      this.worker = search.then(() => fromFolder(url)).then((place) => {
        const worker = new RealWorker(place, options);
        worker.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
        return worker;
      });
    }

    postMessage({ type, data }) {
      this.worker.then((worker) => worker.postMessage({ type, data: typeof data === "string" ? withFormulas(inWords(data)) : data }));
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
