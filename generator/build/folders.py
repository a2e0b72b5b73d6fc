"""Where does a build stand until it is finished, and what is its date?"""

import os
import shutil
import subprocess
from pathlib import Path

RELEASED = 1_790_000_000
"""The date of a build outside of a repository, in seconds since 1970: any would do that is always the same."""


def beside(target: Path) -> Path:
    """Return the folder of this process's build: another build of the same site at the same time has its own."""
    return target.with_name(f".{target.name}.{os.getpid()}.building")


def clear(target: Path) -> None:
    """Delete the folders of builds that were killed."""
    for folder in target.parent.glob(f".{target.name}.*.building"):
        number = folder.name.split(".")[-2]
        if number.isdigit() and int(number) != os.getpid() and not _runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is somebody else's
    return True


def commit_date(root: Path) -> int:
    """Return the date of the last commit, so that two builds of one commit are the same to the byte."""
    command = ("git", "-C", str(root), "log", "-1", "--format=%ct")
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - git, and our own folder
    except (OSError, ValueError, subprocess.CalledProcessError):
        return RELEASED
