"""What a lock lists is installed and nothing is resolved, by the Makefile's own commands, from a small index.

The lock pins ``outer`` and ``inner``. A resolver would find that ``outer`` asks for an extra of ``inner``, of which
there is a younger release without a pin, and which asks for a third package that is not in the lock.
"""

import base64
import hashlib
import shutil
import sys
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZipFile

import pytest

from tests.whole import complaint, run

WHEELS = (
    ("outer", "1.0", "Requires-Dist: inner[extra]>=1"),
    ("inner", "1.0", "Provides-Extra: extra\nRequires-Dist: further; extra == 'extra'"),
    ("inner", "2.0", "Provides-Extra: extra\nRequires-Dist: further; extra == 'extra'"),
    ("further", "1.0", ""),
    ("only-tests", "1.0", "Requires-Dist: further"),
)
SITE = ("outer", "inner")
LOCKS = {"requirements.txt": SITE, "requirements-test.txt": (*SITE, "only-tests")}
STAMPS = {"requirements.txt": ".venv/.stamp-site", "requirements-test.txt": ".venv/.stamp-test"}


def wheel(folder: Path, name: str, version: str, more: str) -> Path:
    """Write a wheel that holds nothing but what it says of itself."""
    file = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    texts = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with ZipFile(file, "w") as archive:
        for part, text in texts.items():
            archive.writestr(f"{info}/{part}", text)
        rows = [f"{info}/{part},sha256={_digest(text)},{len(text)}" for part, text in texts.items()]
        archive.writestr(f"{info}/RECORD", "\n".join((*rows, f"{info}/RECORD,,", "")))
    return file


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a folder with an environment as the project makes its own: a virtual one with the interpreter's pip."""
    folder = tmp_path_factory.mktemp("environment")
    assert complaint(run(root, ("tools/make-venv", str(folder / ".venv")), PYTHON=sys.executable)) == ""
    return folder / ".venv"


@pytest.fixture
def project(environment: Path, root: Path, tmp_path: Path) -> Path:
    """Return a project with the Makefile of this one, both locks, an index, and an environment that holds pip alone."""
    index = tmp_path / "index"
    index.mkdir()
    made = {(name, version): wheel(index, name, version, more) for name, version, more in WHEELS}
    for lock, names in LOCKS.items():
        rows = (
            f"{name}==1.0 --hash=sha256:{hashlib.sha256(made[name, '1.0'].read_bytes()).hexdigest()}" for name in names
        )
        (tmp_path / lock).write_text("\n".join(rows) + "\n", "utf-8")
    shutil.copytree(environment, tmp_path / ".venv", symlinks=True)
    shutil.copy(root / "Makefile", tmp_path)
    (tmp_path / "tools").mkdir()
    shutil.copy(root / "tools/progress.py", tmp_path / "tools")
    return tmp_path


def installed(project: Path, lock: str) -> CompletedProcess[str]:
    """Install a lock as the Makefile does, from the index of the project alone."""
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(project / "index"), "PIP_CONFIG_FILE": "/dev/null"}
    return run(project, ("make", "--silent", STAMPS[lock]), **index)


@pytest.mark.parametrize("lock", LOCKS)
def test_what_a_lock_lists_is_installed_and_nothing_else(lock: str, project: Path) -> None:
    assert complaint(installed(project, lock)) == ""
    found = {file.name.split("-")[0] for file in project.glob(".venv/lib/python*/site-packages/*-1.0.dist-info")}
    assert found == {name.replace("-", "_") for name in LOCKS[lock]}
    assert not list(project.glob(".venv/lib/python*/site-packages/*-2.0.dist-info"))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_command_that_resolves_is_found_out(lock: str, project: Path) -> None:
    makefile = project / "Makefile"
    text = makefile.read_text("utf-8")
    assert text.count(" --no-deps --only-binary") == len(LOCKS)
    makefile.write_text(text.replace(" --no-deps --only-binary", " --only-binary"), "utf-8")
    assert "hash" in complaint(installed(project, lock)).lower()
