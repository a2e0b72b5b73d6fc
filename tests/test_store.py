"""What is stored comes back whole or not at all."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from generator.store import DAY, Store

MANY = 200


def test_what_was_put_in_comes_out_under_its_key_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "new")
    store.put(b"data", "proof", "tanh", "one")
    assert store.get("proof", "tanh", "one") == b"data"
    assert store.get("proof", "tanh", "two") is None
    assert store.get("page", "tanh", "one") is None
    assert store.get("proof", "tanhone") is None


def test_damage_is_a_cache_miss_and_is_mended_by_what_is_made_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(b"data", "proof", "tanh")
    (file,) = tmp_path.glob("*/*")
    whole = file.read_bytes()
    for n in range(len(whole)):
        file.write_bytes(whole[:n])
        assert store.get("proof", "tanh") is None
        file.write_bytes(whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :])
        assert store.get("proof", "tanh") is None
    store.put(b"again", "proof", "tanh")
    assert store.get("proof", "tanh") == b"again"


def test_a_file_in_the_place_of_another_is_a_cache_miss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(b"one", "1")
    (one,) = tmp_path.glob("*/*")
    store.put(b"two", "2")
    (two,) = set(tmp_path.glob("*/*")) - {one}
    two.write_bytes(one.read_bytes())
    assert store.get("2") is None
    two.unlink()
    two.mkdir()
    assert store.get("2") is None


def _many(folder: Path) -> list[bytes | None]:
    store = Store(folder)
    for n in range(MANY):
        store.put(f"{n}".encode() * n, str(n))
    return [store.get(str(n)) for n in range(MANY)]


def test_many_builds_use_a_store_at_once(tmp_path: Path) -> None:
    """All write the same files, as a ``build`` does beside a ``serve``."""
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        for found in pool.map(_many, [tmp_path] * 3):
            assert found == [f"{n}".encode() * n for n in range(MANY)]
    assert len(list(tmp_path.glob("*/*"))) == MANY


def test_what_nobody_asked_for_longest_leaves_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    files = {}
    for n, name in enumerate(("old", "asked for", "new")):
        before = set(tmp_path.glob("*/*"))
        store.put(os.urandom(1000), name)
        (files[name],) = set(tmp_path.glob("*/*")) - before
        os.utime(files[name], times=(then := time.time() - (9 - n) * DAY, then))
    assert store.get("asked for")
    unfinished = files["new"].with_name(".cut-short")
    unfinished.write_bytes(b"")
    os.utime(unfinished, times=(then, then))
    store.sweep()
    assert [name for name in files if files[name].exists()] == ["old", "asked for", "new"]
    assert not unfinished.exists()
    store.sweep(1500)
    assert [name for name in files if files[name].exists()] == ["asked for"]


def test_without_a_folder_nothing_is_stored() -> None:
    store = Store()
    store.put(b"data", "tanh")
    assert store.get("tanh") is None
    store.sweep()
