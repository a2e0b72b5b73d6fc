// What the theme's script adds to a page, made fit for keyboards and screen readers.
{
  const article = document.querySelector("article");
  const mend = () => {
    // The buttons beside each piece of code are a landmark without a name: too many to be landmarks, and named by themselves.
    for (const buttons of article.querySelectorAll(".md-code__nav:not([role])")) buttons.setAttribute("role", "none");
    // A wide table scrolls: without a link in it, the keyboard has no way there.
    for (const table of article.querySelectorAll(".md-typeset__scrollwrap:not([tabindex], :has(a))")) table.tabIndex = 0;
  };
  new MutationObserver(mend).observe(article, { childList: true, subtree: true });
  mend();
}
