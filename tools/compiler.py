"""Where does the C compiler for the tests come from?

The tests compile the C that the pages show. ``python tools/compiler.py`` looks for a compiler, and where there is none
it installs Debian's package (as root). To support one more, add its command to ``COMMANDS``.
"""

import os
import shutil
import subprocess
import sys

COMMANDS = ("cc", "gcc", "clang")

MISSING = "no C compiler: install gcc or clang, with the headers of the C library"


def find() -> str | None:
    """Return the path of a C compiler, or ``None``; ``CC`` names one, as everywhere."""
    named = os.environ.get("CC")
    return next((path for path in map(shutil.which, (named,) if named else COMMANDS) if path), None)


def fetch() -> None:
    """Install Debian's gcc and the headers of its C library, as root."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update -qq", "apt-get install -y -qq --no-install-recommends gcc libc6-dev"):
        subprocess.run(command.split(), check=False, env=quiet, stdout=subprocess.DEVNULL)


def main() -> int:
    """Print the path of a compiler, fetching one where there is none; return the exit status."""
    if not find():
        fetch()
    path = find()
    print(path or MISSING, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
