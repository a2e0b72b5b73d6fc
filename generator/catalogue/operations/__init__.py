"""The operations of the catalogue, a table for each kind; a new one is a row in the table that it belongs to."""

from generator.catalogue.operation import Operation
from generator.catalogue.operations.attention import ATTENTION
from generator.catalogue.operations.blocks import BLOCKS
from generator.catalogue.operations.convolution import CONVOLUTION
from generator.catalogue.operations.normalisation import NORMALISATION
from generator.catalogue.operations.pooling import POOLING
from generator.catalogue.operations.recurrence import RECURRENCE
from generator.catalogue.operations.small import SMALL

TABLES: dict[str, tuple[Operation, ...]] = {
    "small": SMALL,
    "normalisation": NORMALISATION,
    "attention": ATTENTION,
    "convolution": CONVOLUTION,
    "pooling": POOLING,
    "recurrence": RECURRENCE,
    "blocks": BLOCKS,
}
"""The tables by the name of their module, in the order of the site."""

OPERATIONS: tuple[Operation, ...] = tuple(operation for table in TABLES.values() for operation in table)


def table_of(operation: Operation) -> str:
    """Return the module in whose table an operation stands."""
    return next((name for name, table in TABLES.items() if any(one.id == operation.id for one in table)), "small")
