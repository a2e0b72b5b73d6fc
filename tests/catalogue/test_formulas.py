"""The formulas of entries are read with the letters that they may use, and no others."""

import pytest

from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, I, K, Y, Z, condition_of, value_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Loss
from generator.engine import terms as t
from generator.errors import ExpressionError

ENTRIES = [entry for entry in Catalogue().entries if isinstance(entry, (Activation, Loss))]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_activation_is_a_function_of_z_and_a_loss_of_a_and_y(entry: Activation | Loss) -> None:
    own = {Z, Z_VEC} if isinstance(entry, Activation) else {A, Y, A_VEC, Y_VEC}
    others = {A, Y, Z, A_VEC, Y_VEC, Z_VEC} - own
    assert value_of(entry).has(*own)
    assert not value_of(entry).has(*others)


def test_the_order_in_which_an_entry_was_typed_is_kept() -> None:
    assert value_of(Loss("l", "L", "a - y", ())) == t.add(A, t.neg(Y))
    assert value_of(Loss("l", "L", "-y + a", ())) == t.add(t.neg(Y), A)


@pytest.mark.parametrize("entry", [Activation("f", "F", "a*z", ()), Loss("l", "L", "a - z", ())])
def test_a_letter_of_the_other_side_is_refused(entry: Activation | Loss) -> None:
    with pytest.raises(ExpressionError, match="unknown name"):
        value_of(entry)


def test_a_condition_is_read_as_two_terms() -> None:
    loss = Loss("l", "L", "Sum(a[k], k)", (), condition=("Sum(y[k], k)", "1"))
    assert condition_of(loss) == ((t.total(Y_VEC[K], K), t.ONE),)
    assert condition_of(Loss("l", "L", "a[i]", ())) == ()
    assert value_of(Loss("l", "L", "a[i]", ())) == A_VEC[I]
