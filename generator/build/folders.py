"""A build that stands beside the last site until it is finished, at a date that is always the same."""

import os
import shutil
import subprocess
from pathlib import Path

from mkdocs.utils import clean_directory

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable of the environment that gives a build its date (Reproducible Builds, SOURCE_DATE_EPOCH)."""
RELEASED = 1_790_000_000
"""The date of a build outside of a repository, in seconds since 1970: any would do that is always the same."""


class Building:
    """The build of a site: its ``folder`` takes the place of the ``target`` at the end, and the date is given back."""

    def __init__(self, target: Path, root: Path) -> None:
        """Delete what killed builds left, and set the date to that of the last commit, where nobody has set one."""
        clear(target)
        self.target, self.folder = target, beside(target)
        self._dated = EPOCH not in os.environ
        if self._dated:
            os.environ[EPOCH] = str(commit_date(root))

    def finish(self) -> None:
        """Put the site in the place of the last one, whose hidden files stay."""
        self.target.mkdir(parents=True, exist_ok=True)
        clean_directory(str(self.target))
        for item in self.folder.iterdir():
            shutil.move(item, self.target / item.name)
        self.leave()

    def leave(self) -> None:
        """Throw the folder away; the last site stays as it is."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._dated:
            os.environ.pop(EPOCH, None)


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
