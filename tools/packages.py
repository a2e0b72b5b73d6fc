"""How do the judges that are written for Node come here? From npm, pinned by a lock file, each into its own folder."""

import subprocess
from pathlib import Path

from generator.mathjax.node import node_path


def install(folder: Path) -> Path:
    """Install what a folder's lock file says, unless it is there already, and return the folder of the packages."""
    modules, lock = folder / "node_modules", (folder / "package-lock.json").read_text("utf-8")
    stamp = modules / ".installed-from"
    if not stamp.is_file() or stamp.read_text("utf-8") != lock:
        npm = next(node_path().parents[1].rglob("npm/bin/npm-cli.js"))
        command = [str(node_path()), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        stamp.write_text(lock, "utf-8")
    return modules
