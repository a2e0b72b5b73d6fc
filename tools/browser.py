"""Where does the Chromium for the browser tests and the benchmark come from?

An installed one is taken first. ``python tools/browser.py`` looks for one, and where there is none it installs Debian's
package (as root) or has Playwright download its own. To support one more browser, add its command to ``COMMANDS``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ENVIRONMENT_VARIABLE = "DLDZ_CHROMIUM"
SKIP_VARIABLE, SKIP_WORDS = "DLDZ_SKIP_BROWSER", "yes-without-a-browser"

ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
"""What keeps Chromium from asking hosts of its own accord, and from needing a graphics card."""

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
    candidates = (named,) if named else (*map(shutil.which, COMMANDS), _own_path())
    return next((path for path in candidates if path and _starts(path)), None)


def _own_path() -> str | None:
    """Return where Playwright keeps the Chromium that it downloads, whether or not there is one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starting a driver is the last resort

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str) -> bool:
    """Tell whether this is a browser; Ubuntu's ``chromium-browser`` may be a note that asks for snap."""
    if not Path(path).is_file():
        return False
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def fetch() -> None:
    """Install Debian's Chromium as root, else have Playwright download its own."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("apt-get update -qq", "apt-get install -y -qq --no-install-recommends chromium"):
            subprocess.run(command.split(), check=False, env=quiet, stdout=subprocess.DEVNULL)
        if find():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


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


if __name__ == "__main__":
    sys.exit(main())
