"""What is done to a built page before it is published?

    mended       what the theme's templates leave short is put right: names for screen readers, wrong attributes
    guarded      a Content-Security-Policy goes to the head: scripts of this site only, and no inline one but those
                 that the theme wrote, which are named by their hash
    headers      the same policy as HTTP headers, in ``_headers``, for hosts that read it (Cloudflare Pages, Netlify)

To mend one more thing, add a row to ``MENDED``; the tests say when the theme no longer needs one.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator

MENDED = (
    # A dialog needs a name.
    (re.compile(r'(data-md-component="search" role="dialog")>'), r'\1 aria-label="Search">'),
    # A check box has no history to complete from.
    (re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off">'), r"\1>"),
    # What opens the search and the menu is a check box whose label is a picture.
    (re.compile(r'(<input class="md-toggle" data-md-toggle="(drawer|search)"[^>]*)>'), r'\1 aria-label="Open the \2">'),
    # "edit" is a relation of links in the head only.
    (re.compile(r'(<a href="[^"]*") (title="([^"]*)" class="md-content__button md-icon") rel="edit">'),
     r'\1 \2 aria-label="\3">'),
    # A section is named by the label of the arrow that unfolds it, which holds no word.
    (re.compile(r'(<span class="md-ellipsis">\s*+([^<]*?)\s*+</span>\s*</a>\s*<label [^>]*>\s*'
                r'<span class="md-nav__icon md-icon"></span>\s*</label>\s*</div>\s*<nav class="md-nav" '
                r'data-md-level="\d+") aria-labelledby="[^"]*"'), r'\1 aria-label="\2"'),
    # A contents list is one place to go to, and not one for each of its branches.
    (re.compile(r'<nav class="md-nav" aria-label="[^"]*">'), '<nav class="md-nav" role="none">'),
    # The contents stand twice, in the menu of a phone and beside the text of a desk.
    (re.compile(r'(id="__toc">.*?<nav class="md-nav md-nav--secondary" aria-label=")[^"]*"', re.DOTALL),
     r'\1On this page"'),
    # A page without headings has a check box for its contents, and no label for it.
    (re.compile(r'(<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc")>'),
     r'\1 aria-label="Contents">'),
    # The way here is not the menu.
    (re.compile(r'<nav class="md-path" aria-label="[^"]*"'), '<nav class="md-path" aria-label="You are here"'),
    # A page is drawn before its scripts have come; they still run in their order.
    (re.compile(r'(<script src="[^"]*assets/javascripts/bundle\b[^"]*")>'), r"\1 defer>"),
)  # fmt: skip
"""What is wrong in the theme's templates, and what it becomes."""

CONTENTS, CLOSES, CLOSED = 'id="__toc"', '<label class="md-nav__title" for="__toc">', '<label class="md-nav__title">'
"""The first page of a section has no contents in the menu, so that there are none to close."""

INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
RUNS = re.compile(r"\bsrc=|\btype=\"?(?:application|text)/(?!javascript)[^\s>]*json")
"""The attributes of a script that is not inline code: it has an address, or it is data."""
CHARSET = '<meta charset="utf-8">'
INDENTED = re.compile(r"\n\s+")
"""Half of the bytes that the theme puts around a page."""
EDGE = "\0"
"""Stands in no page: where its content belongs."""
MARK = '<meta http-equiv="Content-Security-Policy"'

POLICY = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self' 'unsafe-inline'"),       # for browsers that do not know the two below
    ("style-src-elem", "'self'"),
    ("style-src-attr", "'unsafe-inline'"),         # how far a formula reaches below its line stands at the formula
    ("img-src", "'self' data:"),
    ("font-src", "'self' data:"),                  # the letters of the formulas are part of their style sheet
    ("connect-src", "'self'"),                     # the index of letters
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
)  # fmt: skip
ONLY_AS_A_HEADER = (("frame-ancestors", "'none'"),)
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
FOR_EVER = ("/assets/javascripts/*", "/assets/stylesheets/*")
"""Files whose name changes with their content."""


def postprocessed(head: str, content: str = "", rest: str = "") -> str:
    """Return a page mended and guarded. To do so twice changes nothing.

    ``content`` is what stands between the frame that the theme has put around it, ``head`` and ``rest``: nothing in it
    is the theme's, and to look through all of it takes long.
    """
    if MARK in head:
        return f"{head}{content}{rest}"
    frame = mended(f"{head}{EDGE}{rest}")
    hashes = sorted({*inline_hashes(frame), *inline_hashes(content)})
    head, _, rest = guarded(frame, hashes).partition(EDGE)
    return f"{head}{content}{rest}"


def mended(html: str) -> str:
    """Return a page with the theme's slips put right, and without its indentation."""
    for wrong, right in MENDED:
        html = wrong.sub(right, html)
    html = INDENTED.sub("\n", html)
    return html if CONTENTS in html else html.replace(CLOSES, CLOSED)


def guarded(html: str, hashes: Iterable[str]) -> str:
    """Return a page with its policy in front of everything that the policy is about."""
    return html.replace(CHARSET, f'{CHARSET}\n      {MARK} content="{policy(hashes)}">', 1)


def inline_hashes(html: str) -> Iterator[str]:
    """Yield the hashes of the scripts that stand in a page itself, as a policy names them."""
    for script in INLINE.finditer(html):
        if not RUNS.search(script["attributes"]):
            digest = hashlib.sha256(script["code"].encode()).digest()
            yield f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(hashes: Iterable[str], more: Iterable[tuple[str, str]] = ()) -> str:
    """Return the policy that lets these inline scripts run, and no other; ``more`` adds rows, or replaces them."""
    allowed = " ".join(sorted(set(hashes)))
    rows = dict(POLICY) | dict(more)
    rows["script-src"] = f"{rows['script-src']} {allowed}".strip()
    return "; ".join(f"{name} {sources}" for name, sources in rows.items())


def headers(hashes: Iterable[str]) -> str:
    """Return the text of ``_headers``: the policy for all pages together, and what else a host should say."""
    rows = (("Content-Security-Policy", policy(hashes, ONLY_AS_A_HEADER)), *HEADERS)
    places = "".join(f"\n{place}\n  Cache-Control: public, max-age=31536000, immutable\n" for place in FOR_EVER)
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in rows) + places
