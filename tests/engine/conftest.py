"""What do the tests of the engine share? The option that rewrites the golden files."""

import contextlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-golden``: write the golden files anew, to be read in the diff."""
    with contextlib.suppress(ValueError):  # another folder with golden files may have added it
        parser.addoption("--update-golden", action="store_true", default=False, help="write the golden files anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether the golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden", default=False))
