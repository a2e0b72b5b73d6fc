"""What does ``restore`` say about one formula of a post?"""

from dataclasses import dataclass

AS_IT_STANDS, UNIQUE, CHOSEN = "as it stands", "unique", "chosen by the check"
NEAREST, AMBIGUOUS, NOT_RESTORED = "nearest true line", "ambiguous", "not restored"
HOWS = (AS_IT_STANDS, UNIQUE, CHOSEN, NEAREST, AMBIGUOUS, NOT_RESTORED)
"""How a formula was restored."""
VERDICTS = ("true", "true when", "false", "garbled", "definition", "fragment", "not judged")
"""What a verdict begins with."""


@dataclass(frozen=True)
class Claim:
    """One formula: its line in the post, as it was found there, and restored as TeX.

    ``how`` is one of ``HOWS``; ``candidates`` are the readings that were weighed; ``verdict`` judges the formula as
    found; ``why`` says what decided; ``proved_by`` is the address of the line that proves the restored formula.
    """

    line: int
    found: str
    restored: str
    how: str
    candidates: tuple[str, ...]
    verdict: str
    why: str
    proved_by: str
