# SPDX-License-Identifier: Apache-2.0
"""The places of keys: what is served when keys come, change, break and go."""

import types

import pytest

from monero_agent import mounted_keys
from monero_agent.mounted_keys import MountedKeys

FORM = types.SimpleNamespace(SUFFIX=".key", problem=lambda content: "" if content.startswith(b"good") else "it is bad")


@pytest.fixture
def mount(tmp_path):
    """What the Secret holds."""
    folder = tmp_path / "mount"
    folder.mkdir()
    (folder / "rpc.key").write_bytes(b"good 1")
    return folder


def _agent(tmp_path, mount):
    def put(key, content):
        (place := tmp_path / "places" / f"{key}-{content.decode()}").mkdir(exist_ok=True)
        return place

    return MountedKeys(mount, tmp_path / "places", FORM, put)


@pytest.fixture
def keys(tmp_path, mount):
    """What is served of it."""
    return _agent(tmp_path, mount)


def _take(keys):
    problems = []
    found = list(keys.places("rpc", problems))
    keys.keep_only({mounted_keys.entry("rpc", is_previous=is_previous): place for place, is_previous in found})
    return [(place.name, is_previous) for place, is_previous in found], [problem.code for problem in problems]


def test_the_key_before_a_rotation_keeps_its_place_until_it_is_retired(keys, mount, tmp_path):
    """So that nobody who serves it has to begin anew; then nothing of it is left."""
    assert _take(keys) == ([("rpc-good 1", False)], [])
    (mount / "rpc.key.previous").write_bytes(b"good 1")
    (mount / "rpc.key").write_bytes(b"good 2")
    assert _take(keys) == ([("rpc-good 2", False), ("rpc-good 1", True)], [])

    (mount / "rpc.key.previous").unlink()

    assert _take(keys) == ([("rpc-good 2", False)], [])
    assert {path.name for path in (tmp_path / "places").iterdir()} == {"rpc-good 2", "served.json"}


@pytest.mark.parametrize("name", ["rpc.key", "rpc.key.previous"])
@pytest.mark.parametrize(("content", "code"), [(b"broken", "KeyInvalid"), (None, "KeyMissing")])
def test_the_last_good_key_is_served_while_its_entry_is_not_good(keys, mount, tmp_path, name, content, code):
    """Also by an agent that was started anew; a previous key that has gone is retired, and no problem."""
    (mount / "rpc.key.previous").write_bytes(b"good 0")
    before, _ = _take(keys)
    (mount / name).unlink() if content is None else (mount / name).write_bytes(content)

    for each in (keys, _agent(tmp_path, mount)):
        is_retired = content is None and name.endswith(".previous")
        assert _take(each) == ((before[:1], []) if is_retired else (before, [code]))


def test_a_key_that_never_was_good_is_not_served(keys, mount):
    """What is wrong with it is told in its form's words."""
    (mount / "rpc.key").write_bytes(b"broken")
    problems = []

    assert list(keys.places("rpc", problems)) == []
    assert problems == [("KeyInvalid", "the key rpc cannot be used: it is bad; it is not served")]


def test_a_place_that_has_gone_is_not_said_to_be_served(keys, mount, tmp_path):
    """Somebody may have emptied the memory that it was in."""
    _take(keys)
    (tmp_path / "places/rpc-good 1").rmdir()
    (mount / "rpc.key").unlink()

    assert _take(keys) == ([], ["KeyMissing"])


def test_what_was_remembered_wrongly_is_forgotten(keys, tmp_path):
    """The file may be half written, or an older agent's."""
    (tmp_path / "places").mkdir()
    (tmp_path / "places/served.json").write_text("[")

    assert _take(keys) == ([("rpc-good 1", False)], [])
