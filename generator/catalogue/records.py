"""What is an entry?

An entry is a definition and the facts that no program can know. Formulas are text, read by ``engine.parse`` in the
order in which they are typed; sets are SymPy sets, so that which activation may precede which loss is set inclusion.
Everything else (derivative, page, cases, code, receipts, tests) follows from the entry.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Self, TypeAlias

from sympy import Interval, S, Set

from generator.catalogue.parameter import Parameter
from generator.catalogue.titles import in_sentence
from generator.engine.formula import is_of_vectors

VECTOR_FUNCTIONS = ("softmax", "softmin", "tempered_softmax", "log_softmax")
"""The activations of vectors, as formulas call them; a test compares them with the table."""


@dataclass(frozen=True)
class Reference:
    """A source: authors and year, title, place (journal, section, equation), and an address where it has one."""

    id: str
    text: str
    where: str = ""


class Whole(ABC):
    """What all entries can be asked, whatever they are made of."""

    @property
    @abstractmethod
    def uri(self) -> str:
        """The page of the entry, from the root of the site, without ``.md``."""

    @property
    @abstractmethod
    def parts(self) -> "tuple[Activation | Loss, ...]":
        """The entries that it is made of: the activation, then the loss, or itself alone."""

    @property
    def activations(self) -> "tuple[Activation, ...]":
        """The activations among its parts."""
        return tuple(one for one in self.parts if isinstance(one, Activation))

    @property
    def losses(self) -> "tuple[Loss, ...]":
        """The losses among its parts."""
        return tuple(one for one in self.parts if isinstance(one, Loss))

    @property
    def url(self) -> str:
        """Where its page is on the site."""
        return f"{self.uri}/"


@dataclass(frozen=True)
class Entry(Whole):
    """What activations and losses share.

    ``value`` is the definition. ``sample`` is the interval from which the judge draws points, in the unit of the
    variable itself. ``names`` are other names that people search for. ``prose`` is one short paragraph of Markdown.
    ``parameters`` are the letters of ``value`` that are neither variables nor fixed numbers.
    """

    kind: ClassVar[str]
    folder: ClassVar[str]
    joined: ClassVar[bool] = False
    """Whether it is made of two entries."""
    id: str
    title: str
    value: str
    references: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    prose: str = ""
    parameters: tuple[Parameter, ...] = ()
    case_name: str = ""
    """The word for this entry in the ids of cases; its own id if empty."""
    proper: bool = False
    """Whether the title starts with a person's name, which keeps its capital letter within a sentence: Huber loss."""
    may_jump: bool = False
    """Whether the function may jump; one that does and does not say so has a wrong number in a branch."""

    @property
    def bare(self) -> Self:
        """The entry without what is there for readers only, so that no proof can depend on it."""
        return replace(self, prose="", names=(), references=())

    @cached_property
    def vector(self) -> bool:
        """Whether the entry is a function of a whole vector, written with indices or as ``softmax(z)``."""
        return is_of_vectors(self.value, VECTOR_FUNCTIONS)

    @property
    def in_sentence(self) -> str:
        """The title within a sentence: sigmoid, half squared error, Huber loss, ReLU, KL divergence."""
        return self.title if self.proper else in_sentence(self.title)

    @property
    def in_cases(self) -> str:
        """The word for this entry in the ids of cases."""
        return self.case_name or self.id

    @property
    def uri(self) -> str:
        """The page of the entry, from the root of the site, without ``.md``."""
        return f"{self.folder}/{self.id}"


@dataclass(frozen=True)
class Activation(Entry):
    """A function a = f(z), or a_i = f_i(z) for vectors: ``exp(z[i])/Sum(exp(z[k]), k)``.

    ``symbol`` is the TeX of the function's usual name, if it has one: sigma for the sigmoid. ``hidden`` tells whether
    it stands between layers only, as a gate does: then no loss follows it.
    """

    kind: ClassVar[str] = "activation"
    folder: ClassVar[str] = "activations"
    variable: ClassVar[str] = "z"
    called: ClassVar[str] = "activation"
    domain: ClassVar[Set] = S.Reals
    targets: ClassVar[None] = None
    penalty: ClassVar[bool] = False
    range: Set = S.Reals
    symbol: str = ""
    sample: Set = Interval(-4, 4)
    hidden: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        """The letters that it takes beside parameters: z."""
        return (self.variable,)

    @property
    def parts(self) -> "tuple[Activation | Loss, ...]":
        """The entries that it is made of: itself."""
        return (self,)

    @property
    def drawn(self) -> Set:
        """Where the judge draws the variable."""
        return self.sample

    @property
    def declared(self) -> str:
        """Where its points are drawn, in words of the record."""
        return f"its sample {self.sample}"

    @property
    def jacobian(self) -> bool:
        """Whether its derivative is a matrix."""
        return self.vector

    @property
    def is_identity(self) -> bool:
        """Whether the activation gives what it is given."""
        return self.value in {"z", "z[i]"}


@dataclass(frozen=True)
class Loss(Entry):
    """The loss of one example, L(a, y), in natural units (``log`` is natural), or a penalty on weights, L(w).

    ``domain`` is where a may lie, ``targets`` where y may lie; None where the loss takes no target. ``condition`` is a
    precondition on the targets as a pair of formulas, ("Sum(y[k], k)", "1"), with ``condition_text`` to say it in
    words. ``variable`` is the letter that the loss is a function of: a, or that of what no activation gives.
    """

    kind: ClassVar[str] = "loss"
    folder: ClassVar[str] = "losses"
    called: ClassVar[str] = "loss"
    jacobian: ClassVar[bool] = False
    variable: str = "a"
    domain: Set = S.Reals
    targets: Set | None = Interval(0, 1)
    condition: tuple[str, str] | None = None
    names_with: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What the loss is called after one activation: pairs of the activation's id and the names of that case."""
    condition_text: str = ""
    scores: bool = False
    """Whether a is made of scores as a last layer gives them: the loss has its own activation inside, or is a function
    of directions, and follows the identity alone."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The letters that it takes beside parameters, the variable first: a and y, or w."""
        return (self.variable,) if self.targets is None else (self.variable, "y")

    @property
    def parts(self) -> "tuple[Activation | Loss, ...]":
        """The entries that it is made of: itself."""
        return (self,)

    @property
    def drawn(self) -> Set:
        """Where the judge draws the variable."""
        return self.domain

    @property
    def declared(self) -> str:
        """Where its points are drawn, in words of the record."""
        return f"its domain {self.domain}" + ("" if self.targets is None else f" or its targets {self.targets}")

    @property
    def penalty(self) -> bool:
        """Whether it is a function of weights, not of what an activation gives: then it follows none."""
        return self.variable != "a"


@dataclass(frozen=True)
class Case(Whole):
    """An activation followed by a loss."""

    kind: ClassVar[str] = "case"
    folder: ClassVar[str] = "cases"
    joined: ClassVar[bool] = True
    called: ClassVar[str] = "loss"
    domain: ClassVar[Set] = S.Reals
    jacobian: ClassVar[bool] = False
    penalty: ClassVar[bool] = False
    activation: Activation
    loss: Loss

    @property
    def id(self) -> str:
        """The permanent name: ``sigmoid-logistic``."""
        return f"{self.activation.in_cases}-{self.loss.in_cases}"

    @property
    def bare(self) -> "Case":
        """The case without what is there for readers only, so that no proof can depend on it."""
        return Case(self.activation.bare, self.loss.bare)

    @property
    def parts(self) -> tuple[Activation | Loss, ...]:
        """The entries that it is made of: the activation, then the loss."""
        return self.activation, self.loss

    @property
    def targets(self) -> Set | None:
        """Where y may lie."""
        return self.loss.targets

    @property
    def drawn(self) -> Set:
        """Where the judge draws the variable."""
        return self.activation.drawn

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"{self.activation.title} with {self.loss.in_sentence}"

    @property
    def in_sentence(self) -> str:
        """The title within a sentence."""
        return f"{self.activation.in_sentence} with {self.loss.in_sentence}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The letters that it takes beside parameters, the variable first: z, and y where the loss has a target."""
        return (*self.activation.inputs, *self.loss.inputs[1:])

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the activation, then those of the loss; one that both name is one."""
        return tuple(dict.fromkeys((*self.activation.parameters, *self.loss.parameters)))

    @property
    def names(self) -> tuple[str, ...]:
        """Other names that people search for."""
        return dict(self.loss.names_with).get(self.activation.id, ())

    @property
    def may_jump(self) -> bool:
        """Whether one of the two may jump."""
        return self.activation.may_jump or self.loss.may_jump

    @property
    def vector(self) -> bool:
        """Whether activation and loss act on whole vectors."""
        return self.activation.vector

    @property
    def uri(self) -> str:
        """The page of the case, from the root of the site, without ``.md``."""
        return f"{self.folder}/{self.id}"


AnyEntry: TypeAlias = Activation | Loss | Case
"""An entry of any kind; all have ``parts``, and whoever asks what it is made of asks for these."""
