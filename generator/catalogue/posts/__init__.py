"""Which posts does the site restore?

Beside this module lie the posts as ``tools/reduce_post.py`` leaves them: every formula byte for byte on its own line,
and of the prose nothing but the names that tell which case is meant. A newcomer adds a reduced post and its record.
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import ClassVar


@dataclass(frozen=True)
class Post:
    """A forum post whose copy is damaged.

    ``about`` says in a sentence what it is and what happened to it, and ``answer`` what it asks and what is right, as
    Markdown with links from the folder of posts.
    """

    kind: ClassVar[str] = "post"
    folder: ClassVar[str] = "posts"
    id: str
    title: str
    file: str
    about: str
    answer: str = ""

    @property
    def uri(self) -> str:
        """The page of the post, from the root of the site, without ``.md``."""
        return f"{self.folder}/{self.id}"

    @property
    def text(self) -> bytes:
        """The reduced post."""
        return files(__package__).joinpath(self.file).read_bytes()


POSTS = (
    Post(
        "dz-read-by-machine", "Where dz = a - y comes from, read by a machine", "000.txt",
        "A course's optional reading, whose pictures of formulas went through a character recogniser: sigma became a "
        "sine and a sum sign, and one derivative became another.",
        "Where does $dz = a - y$ come from? From the chain rule: the slope of the sigmoid cancels the denominator of "
        "the slope of the logistic loss. [The derivation](../cases/sigmoid-logistic.md#derivation) has every step.",
    ),
    Post(
        "dz-copied-as-text", "Where dz = a - y comes from, copied as text", "001.txt",
        "The same reading, copied out of the page: every formula fell apart into lines, and its letters were read in a "
        "character set that has no place for some of their bytes.",
        "Where does $dz = a - y$ come from? From the chain rule: the slope of the sigmoid cancels the denominator of "
        "the slope of the logistic loss. [The derivation](../cases/sigmoid-logistic.md#derivation) has every step.",
    ),
    Post(
        "four-derivations", "Four derivations of dL/dz, and LaTeX examples", "002.txt",
        "The four cases of this site in one post, followed by examples of LaTeX, some of which ran together.",
        "What is $dL/dz$? It depends on the activation and on the loss: see "
        "[sigmoid with logistic loss](../cases/sigmoid-logistic.md), "
        "[sigmoid with half squared error](../cases/sigmoid-mse.md), "
        "[identity with half squared error](../cases/linear-mse.md), and "
        "[softmax with cross entropy](../cases/softmax-cross-entropy.md).",
    ),
    Post(
        "backpropagation-equations", "The equations of backpropagation, asked about", "003.txt",
        "A question about a list of equations for L layers, several of them misprinted, and an answer that goes "
        "through one neuron.",
        "Are these the equations of backpropagation? Not all: a transpose, a layer's number and a weight matrix are "
        "wrong in the list. [All equations for L layers](../network/index.md) stand on one page, with the shape of "
        "every factor.",
    ),
    Post(
        "two-authors", "Why two authors' deltas differ", "004.txt",
        "A question about one course and one book whose errors of the last layer look different, and its answer.",
        "Why does one author's error have a factor $\\sigma'(z)$ that the other's has not? Both are right, for "
        "different losses. With half the squared error the factor stays; with the logistic loss it cancels. "
        "[Both derivations, line by line](../notation.md#why).",
    ),
)  # fmt: skip
