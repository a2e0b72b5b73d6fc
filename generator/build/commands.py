"""The command line: ``python -m generator`` (``__main__``), also installed as ``dldz``.

Data goes to standard output, progress and errors to standard error. The exit status is 1 where ``check`` finds
something short, and 2 with one line for anything that a user can mend. A newcomer adds a command as a row below; its
module is loaded when the command is called, so that help and errors take no mathematics.
"""

from collections.abc import Mapping
from importlib import import_module

import click

from generator import __version__

COMMANDS: Mapping[str, tuple[str, str]] = {
    "check": ("generator.build.entry_commands:check", "Prove and measure entries, all of them if none is named."),
    "compare": (
        "generator.build.compare_command:compare",
        "Compare your kernel's numbers with ours, and name the slip.",
    ),
    "derive": ("generator.build.derive_command:derive", "Derive the gradient of any formulas."),
    "links": ("generator.build.links_command:links", "Compare the links of a built site with those published."),
    "list": ("generator.build.entry_commands:list_entries", "List all entries."),
    "pack": ("generator.build.offline:pack", "Pack a site built with DLDZ_OFFLINE=true into a zip."),
    "restore": ("generator.restore.command:restore", "Find, restore and judge every formula of a text."),
    "show": ("generator.build.entry_commands:show", "Show the derivation of one entry, with its proofs."),
    "write": ("generator.build.entry_commands:write_markdown", "Write all pages as Markdown, for any builder."),
}
"""Where each command is, and what it does."""


class Commands(click.Group):
    """A group that loads a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it with all of these
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click calls it with all of these
        """Return a command, or None where there is none of this name."""
        module, _, name = COMMANDS.get(cmd_name, ("", ""))[0].partition(":")
        found: click.Command | None = getattr(import_module(module), name) if module else None
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it with all of these
        """Write what each command does."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dldz")
def cli() -> None:
    """Derive, prove and measure the gradients of backpropagation."""
