"""The picture of the house is drawn from the code: rooms in the order in which they import."""

from generator.build import house


def test_each_room_stands_below_those_that_it_imports_from() -> None:
    rooms = house.ordered()
    assert {"engine", "catalogue", "derive", "verify", "pages", "build"} <= set(rooms)
    above = [set(rooms[:place]) for place in range(len(rooms))]
    assert [room for room, before in zip(rooms, above, strict=True) if house.sources(room) - before] == []


def test_the_table_names_every_room_with_what_it_holds() -> None:
    text = house.table().text
    assert [room for room in house.ordered() if f"| `{room}` |" not in text] == []
    assert "<svg" in text
