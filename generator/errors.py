"""What can go wrong, and what a user is told.

    DldzError                  every error that a user can cause; its text is shown without a traceback
    ├── ExpressionError        a formula that cannot be read: unknown name, syntax, too deep
    ├── CatalogueError         an entry that contradicts itself or another one
    ├── DerivationError        no rule applies, or a strategy does not come to an end
    ├── ProofError             a step or a final formula that the judge rejects or cannot decide
    ├── TypesetError           TeX that MathJax rejects, or no way to run MathJax at all
    ├── RestoreError           text that is no formula, or a post too large to be read
    ├── KernelError            numbers of a kernel that cannot be read or compared
    └── PageError              a page that cannot be written

A message names what failed, the numbers, and the file to edit, in this order:
``id · what failed · the numbers · the file to edit``.
"""


class DldzError(Exception):
    """An error that a user can cause and mend; the command line prints its text alone."""


class ExpressionError(DldzError):
    """A formula that cannot be read."""


class CatalogueError(DldzError):
    """An entry that contradicts itself or another entry."""


class DerivationError(DldzError):
    """A goal that the rules cannot reach."""


class ProofError(DldzError):
    """A step or a final formula that the judge rejects or cannot decide."""


class TypesetError(DldzError):
    """TeX that MathJax rejects, or a machine on which MathJax cannot run."""


class RestoreError(DldzError):
    """Text that is no formula, or a post that is too large to be read."""


class PageError(DldzError):
    """A page that cannot be written."""


class KernelError(DldzError):
    """Numbers of a reader's kernel that cannot be read or compared."""
