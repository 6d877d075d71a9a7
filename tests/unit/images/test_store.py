# SPDX-License-Identifier: Apache-2.0
"""The store: one make per key, complete files only, a bounded number of them."""

from pathlib import Path

import pytest

from images import store
from images.store import Store


def test_the_same_key_is_made_once(tmp_path):
    """A second build finds the file of the first."""
    made = []
    stored = Store(tmp_path)

    paths = [stored.get("layer", "0" * 12, lambda path: made.append(path.write_text("x"))) for _ in range(2)]

    assert paths == [tmp_path / f"layer-{'0' * 12}.tar"] * 2
    assert len(made) == 1


def test_anew_replaces_the_file(tmp_path):
    """Refreshing makes what is there already."""
    stored = Store(tmp_path)
    stored.get("layer", "0" * 12, lambda path: path.write_text("old"))

    path = stored.get("layer", "0" * 12, lambda path: path.write_text("new"), anew=True)

    assert path.read_text() == "new"


def test_a_failed_make_leaves_nothing(tmp_path):
    """A build that was interrupted is not taken for a finished one."""

    def fail(path: Path) -> None:
        path.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Store(tmp_path).get("layer", "0" * 12, fail)

    assert list(tmp_path.iterdir()) == []


def test_only_the_newest_of_a_kind_stay(tmp_path):
    """Years of changed code do not fill the disk, and one kind never pushes out another."""
    stored = Store(tmp_path)
    for number in range(6):
        stored.get("operator-debian", f"{number:012x}", lambda path: path.write_text("x"))
    stored.get("operator", "f" * 12, lambda path: path.write_text("x"))

    expected = [f"operator-debian-{number:012x}.tar" for number in range(2, 6)] + [f"operator-{'f' * 12}.tar"]
    assert expected == sorted(path.name for path in tmp_path.iterdir())


def test_keys_follow_values():
    """Equal values share a file; any other value gets its own."""
    assert store.key("trixie", ("a", "b")) == store.key("trixie", ["a", "b"])
    assert store.key("trixie", ("a", "b")) != store.key("trixie", ("ab",))


def test_the_digest_of_files_sees_names_and_content(tmp_path):
    """A moved or edited file changes the digest; the order in which files are found does not."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("1")
    second.write_text("2")
    before = store.digest_of([first, second], tmp_path)

    same = store.digest_of([second, first], tmp_path)
    second.write_text("3")
    edited = store.digest_of([first, second], tmp_path)
    moved = store.digest_of([first, second.rename(tmp_path / "third")], tmp_path)

    assert same == before
    assert len({before, edited, moved}) == 3


def test_the_default_store_follows_the_xdg_rules(monkeypatch):
    """The cache directory can be moved, and an empty setting counts as none."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert store.default().directory == Path("/elsewhere/monero-operator/images")

    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert store.default().directory == Path("/home/somebody/.cache/monero-operator/images")
