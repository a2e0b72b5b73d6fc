"""How does the card of a page say in one line that its formula was checked?"""

from generator.pages.text import plural, scientific
from generator.verify.network_records import NetworkReceipt
from generator.verify.records import Receipt

REJECTED = "the gradient check rejects it"
"""Said of a formula that people write and that is wrong; the card shows a cross in the place of the tick."""


def checked(receipt: Receipt) -> str:
    """Return how the formula of an entry was checked."""
    return f"checked at {plural(receipt.points, 'point')}, {_error(receipt.worst_relative_error)}"


def checked_in_networks(receipt: NetworkReceipt | None) -> str:
    """Return how a formula of a network was checked; nothing where it is a definition."""
    return f"checked in {plural(receipt.networks, 'network')}, {_error(receipt.worst)}" if receipt else ""


def _error(worst: float) -> str:
    return f"relative error at most {scientific(worst)}" if worst else "no digit off"
