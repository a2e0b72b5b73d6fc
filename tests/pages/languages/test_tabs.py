"""A page shows an entry in all languages, NumPy first, and none of them knows the world outside."""

from generator.catalogue.records import Case
from generator.pages.languages.tabs import listings
from generator.verify.proved import Proved
from tests.pages.languages.expected import code_of


def test_every_entry_has_code_in_every_language(written: dict[str, Proved]) -> None:
    for one in written.values():
        found = listings(one)
        boosted = isinstance(one.entry, Case) and "y" in one.entry.inputs
        assert [listing.id for listing in found] == ["numpy", "pytorch", "jax", "c", *["boosters"] * boosted]
        assert all(listing.code.endswith("\n") for listing in found)


def test_c_defines_the_constants_that_a_strict_compiler_leaves_away(written: dict[str, Proved]) -> None:
    code = {name: code_of(one, "c") for name, one in written.items()}
    assert all(("M_PI" in text) == ("#define M_PI" in text) for text in code.values())
    assert any("#define M_PI" in text for text in code.values())
