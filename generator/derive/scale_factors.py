"""The factors by which the whole gradient of a wrong backward pass is often off: a sign, a length, an option."""

from collections.abc import Iterator

from generator.catalogue.operation import Operation


def scale_factors(operation: Operation) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield the numbers that a whole array may be multiplied by, at each setting, with words."""
    count = len(operation.settings)
    yield "the sign is turned", (-1.0,) * count
    yield "all is 0", (0.0,) * count
    yield "counted twice", (2.0,) * count
    yield "halved", (0.5,) * count
    for axis in operation.axes:
        sizes = [float(dict(setting.sizes)[axis.size]) for setting in operation.settings]
        yield from _powers(axis.size, sizes)
    for option in operation.options:
        numbers = [float(dict(setting.options).get(option.id, option.default)) for setting in operation.settings]
        if all(number > 0 for number in numbers):
            yield from _powers(option.id, numbers)
        if all(number < 1 for number in numbers):
            yield from _powers(f"(1 − {option.id})", [1 - number for number in numbers])


def _powers(name: str, numbers: list[float]) -> Iterator[tuple[str, tuple[float, ...]]]:
    for words, exponent in (
        ("divided by {}", -1),
        ("multiplied by {}", 1),
        ("divided by √{}", -0.5),
        ("multiplied by √{}", 0.5),
    ):
        yield words.format(name), tuple(number**exponent for number in numbers)
