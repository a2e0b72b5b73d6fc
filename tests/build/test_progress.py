"""Long work tells how far it is, in a way that suits where it is told."""

from io import StringIO

from rich.console import Console

from generator.build.progress import tracked


def test_plain_lines_where_there_is_no_terminal() -> None:
    out = StringIO()
    done = list(tracked(["[b]", "two"], "proving {}".format, 2, Console(file=out)))
    assert done == ["[b]", "two"]
    assert out.getvalue() == "proving [b] (1 of 2)\nproving two (2 of 2)\n"


def test_a_bar_on_a_terminal() -> None:
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=80)
    assert list(tracked(iter(["[b]", "two"]), str, 2, console)) == ["[b]", "two"]
    assert "2 to do" in out.getvalue()
    assert "2/2" in out.getvalue()
    assert "left: " in out.getvalue()
