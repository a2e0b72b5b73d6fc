"""Every letter, in every kind of damage, is among what is read back; what can be read in one way only is right."""

import unicodedata

from generator.restore.mojibake import CODE_PAGES, UNKNOWN, alphabet, candidates, damaged, is_damaged, lattice

LETTERS = tuple(letter for letter in alphabet() if 0x1D400 <= ord(letter) <= 0x1D7FF)
OPERATORS = tuple(chr(n) for n in range(0x2000, 0x2300) if unicodedata.category(chr(n)) != "Cn")


def test_the_alphabet_holds_all_996_mathematical_letters_and_all_operators() -> None:
    assert len(LETTERS) == 996
    assert set(OPERATORS) <= set(alphabet())


def test_damage_that_loses_nothing_comes_back_whole() -> None:
    for letter in (*LETTERS, *OPERATORS):
        for page in CODE_PAGES:
            assert candidates(damaged(letter, page, "keep")) == (letter,)


def test_the_true_letter_is_among_the_candidates_when_bytes_were_dropped_or_replaced() -> None:
    for letter in (*LETTERS, *OPERATORS):
        for page in CODE_PAGES:
            for lost in ("", UNKNOWN):
                assert letter in candidates(damaged(letter, page, lost))


def test_a_row_of_letters_falls_into_one_cell_a_letter() -> None:
    for page in CODE_PAGES:
        for lost in ("keep", "", UNKNOWN):
            cells = lattice(damaged("".join(LETTERS), page, lost))
            assert len(cells) == len(LETTERS)
            assert all(letter in cell.candidates for letter, cell in zip(LETTERS, cells, strict=True))


def test_text_that_was_not_damaged_stays_as_it_is() -> None:
    text = "Über ağaç, naïve café: α ≤ β, “quoted”, 𝑎 − 𝑏"
    assert not is_damaged(text)
    assert "".join(cell.found for cell in lattice(text)) == text
    assert not any(cell.damaged for cell in lattice(text))
