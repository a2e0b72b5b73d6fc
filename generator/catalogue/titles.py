"""How does a title stand within a sentence?"""


def in_sentence(title: str) -> str:
    """Return a title within a sentence: its first letter is small, but that of GRU and of ReLU."""
    first = title.partition(" ")[0]
    kept = first[1:] != first[1:].lower() or any(letter.isdigit() for letter in first)
    return title if kept else title[:1].lower() + title[1:]
