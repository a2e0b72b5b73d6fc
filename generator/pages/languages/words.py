"""What does code say about itself: what it computes, of which shapes and in which form, and where that is derived?"""

from generator.engine.oneline import plain
from generator.engine.terms import D
from generator.pages.languages.program import Formula, Program
from generator.pages.site import ADDRESS


def about(program: Program) -> str:
    """Return what a module or a function says first: title, shapes, form, and the address of the page."""
    entry = program.entry
    lines = [f"{entry.title}.\n", *_shapes(program), _form(program), f"{ADDRESS}{entry.uri}/"]
    return "\n".join(line for line in lines if line) + "\n"


def _shapes(program: Program) -> list[str]:
    first, *rest = program.inputs
    kind = "vectors along the last axis" if program.entry.vector else "an array of any shape"
    lines = [f"{first}: {kind}."]
    if rest:
        lines.append(f"{', '.join(rest)}: the same shape, or one that spreads over it.")
    if program.parameters:
        one = "a number, or one for each vector" if program.entry.vector else "a number, or one for each element"
        lines.append(f"{', '.join(program.parameters)}: {one}.")
    return lines


def _form(program: Program) -> str:
    """Say which functions compute a form that was chosen for its small errors."""
    parts = (program.value, program.slopes[0])
    named = [name for name, part in zip(("value", "gradient"), parts, strict=True) if part.stable]
    if not named:
        return "Computed as it is defined."
    other = [name for name in ("value", "gradient") if name not in named]
    rest = f"; the {other[0]} as it is defined" if other else ""
    return f"Numerically stable form of the {' and the '.join(named)}{rest}."


def says(formula: Formula, program: Program) -> str:
    """Return what a function gives, in words that stand after Return."""
    if not formula.by and not isinstance(formula.goal, D):
        return plain(formula.goal)
    if program.jacobian and formula is program.slopes[0]:
        return f"the upstream gradient times {plain(formula.goal)}: the gradient for {formula.by}"
    return plain(formula.goal)
