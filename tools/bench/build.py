"""How long does one build take, how much of it is the generator, and how much memory does it need?

A build is a process of its own, as for a user: ``python -m tools.bench.build SETTINGS`` does what ``mkdocs build``
does, and tells on standard output where the time went. The whole is the life of that process by the wall clock, so
Python's start and all imports are in it. The generator's part is its own imports, all hooks of its plugin and its TeX
step, each between two looks at a clock; processes that it starts (the prover, Node) count because it waits for them.

That leaves out what the generator costs indirectly: formulas drawn as SVG make pages longer, and all that MkDocs does
with them afterwards slower. Therefore the same pages are also built from plain Markdown without any generator, and
that difference is printed too. Another builder, Zensical, gets the project that ``write`` makes for it.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import yaml

from generator.build.project import write_project
from generator.pages.site import Site
from tools.bench.clock import Clock
from tools.bench.memory import watched
from tools.bench.settings import CONFIG, ROOT, TEX, Settings

PARTS = (IMPORTS, PAGES, TYPESETTING, HOOKS) = ("imports", "pages, proved or kept", "formulas", "other hooks")


@dataclass(frozen=True)
class Build:
    """A finished build: seconds by the wall clock, those inside the generator by part, peak memory."""

    seconds: float
    parts: dict[str, float]
    megabytes: float

    @property
    def share(self) -> float:
        """The generator's part of the whole."""
        return sum(self.parts.values()) / self.seconds


def build(settings: Settings, folder: Path) -> Build:
    """Build a site in a process of its own; its settings are left in a folder. Raises ``RuntimeError``."""
    file = folder / "settings.yml"
    file.write_text(yaml.dump(settings), "utf-8")  # as in mkdocs.yml, a setting may be a function, by its name
    told, seconds, megabytes = _timed(("tools.bench.build", str(file)), ROOT)
    return Build(seconds, json.loads(told), megabytes)


def zensical(site: Site, cache: Path, folder: Path) -> Build:
    """Build the same pages by Zensical in a new folder, with the formulas of a cache. Raises ``RuntimeError``."""
    write_project(folder, site, CONFIG)
    (folder / ".cache").mkdir()
    (folder / ".cache/mathjax").symlink_to((cache / "mathjax").resolve())
    _, seconds, megabytes = _timed(("zensical", "build", "--config-file", CONFIG.name), folder)
    return Build(seconds, {}, megabytes)


def _timed(module: tuple[str, ...], folder: Path) -> tuple[str, float, float]:
    """Run a module of Python in a folder; return what it says, its seconds and its memory."""
    begin = perf_counter()
    command = (sys.executable, "-m", *module)
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        with watched(process.pid) as peak:
            told, complaints = process.communicate()
        seconds = perf_counter() - begin
    if process.returncode:
        raise RuntimeError(f"a build failed:\n{complaints}")
    return told, seconds, peak.megabytes


def main() -> None:
    """Build what a file of settings says, and print the seconds of each part of the generator."""
    file = Path(sys.argv[1])
    clock = Clock()
    _build(file, clock)
    json.dump(clock.seconds, sys.stdout)


def _build(file: Path, clock: Clock) -> None:
    from mkdocs.commands import build as mkdocs  # noqa: PLC0415 - the other process has no use for it
    from mkdocs.config import load_config  # noqa: PLC0415

    if TEX in file.read_text("utf-8"):
        _watch_generator(clock)
    with file.open("rb") as settings:
        config = load_config(settings, config_file_path=str(CONFIG))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs.build(config)
    finally:
        config.plugins.on_shutdown()


def _watch_generator(clock: Clock) -> None:
    """Put a clock around all that MkDocs and Python-Markdown call of the generator."""
    import mkdocs.config.defaults  # noqa: F401, PLC0415 - what every build loads is not the generator's
    import pymdownx.arithmatex  # noqa: F401, PLC0415 - nor what mathematics in the browser needs as well

    with clock.running(IMPORTS):
        from generator.build.plugin import DldzPlugin  # noqa: PLC0415
        from generator.mathjax import extension  # noqa: PLC0415
    for name in filter(lambda name: name.startswith("on_"), tuple(vars(DldzPlugin))):
        part = PAGES if name == "on_files" else HOOKS
        setattr(DldzPlugin, name, clock.timed(part, getattr(DldzPlugin, name)))
    for owner, name in (
        (extension.MathJaxExtension, "extendMarkdown"),
        (extension.MathJaxTreeprocessor, "run"),
        (extension.MathJaxPostprocessor, "run"),
    ):
        setattr(owner, name, clock.timed(TYPESETTING, getattr(owner, name)))


if __name__ == "__main__":
    main()
