"""What is kept is given back whole or not at all."""

from pathlib import Path

from generator.build.store import Store


def test_what_was_put_in_comes_out_under_its_key_alone(tmp_path: Path) -> None:
    kept = Store(tmp_path / "new")
    kept.put("proving.tanh", "one", b"data")
    assert kept.get("proving.tanh", "one") == b"data"
    assert kept.get("proving.tanh", "two") is None
    assert kept.get("proving.sin", "one") is None


def test_damage_is_as_good_as_nothing(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    kept.put("proving.tanh", "one", b"data")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for n in range(len(whole)):
        file.write_bytes(whole[:n])
        assert kept.get("proving.tanh", "one") is None
        file.write_bytes(whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :])
        assert kept.get("proving.tanh", "one") is None
    file.unlink()
    file.mkdir()
    assert kept.get("proving.tanh", "one") is None


def test_only_the_last_version_of_a_name_stays(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    for name, key in (("softmax", "one"), ("softmax-mse", "one"), ("softmax", "two")):
        kept.put(name, key, b"")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["softmax-mse.one", "softmax.two"]


def test_without_a_folder_nothing_is_kept() -> None:
    kept = Store()
    kept.put("tanh", "one", b"data")
    assert kept.get("tanh", "one") is None
