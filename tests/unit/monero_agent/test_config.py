# SPDX-License-Identifier: Apache-2.0
"""The document of a set, and what of it would do harm if it were taken as it is."""

import json

import pytest

from monero_agent import config


def _written(folder, content):
    path = folder / "tor.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"schema": 2}', "[" * 100_000, "\x00"])
def test_what_is_no_document_is_a_problem(tmp_path, content):
    """Half a file, another program's, or one of a later schema."""
    with pytest.raises(config.WrongError) as error:
        config.load(_written(tmp_path, content))

    assert error.value.problem.code == "ConfigInvalid"


def test_a_document_that_is_not_there_is_waited_for(tmp_path):
    """The operator may write it after the pod began."""
    with pytest.raises(config.WrongError) as error:
        config.load(tmp_path / "tor.json")

    assert error.value.problem.code == "ConfigMissing"


def test_each_pod_finds_its_own_key():
    """One document serves all pods of a set."""
    assert config.entry("rpc-{ordinal}", 12) == "rpc-12"
    assert config.entry("rpc", 12) == "rpc"


@pytest.mark.parametrize("key", ["../tor", "a/b", "", None, "rpc\n", "..data", "rpc.previous/.."])
def test_a_key_never_leads_out_of_its_folder(key):
    """The name becomes a path."""
    with pytest.raises(config.WrongError):
        config.entry(key, 0)


def test_a_line_holds_one_option():
    """A second line within one would be an option that nobody has checked."""
    with pytest.raises(config.WrongError):
        config.texts(["SocksPort 9050\nExitRelay 1"])


def test_lines_of_the_user_that_are_announced_must_be_there(tmp_path):
    """A set of a private network must not join the public one because a ConfigMap is late."""
    announced, not_announced = {"schema": 1, "extra": True}, {"schema": 1}

    assert config.further(not_announced, tmp_path, "torrc") == {}
    with pytest.raises(config.WrongError) as error:
        config.further(announced, tmp_path, "torrc")
    (tmp_path / "torrc").write_text("")
    assert config.further(announced, tmp_path, "torrc") == {"torrc": b""}
    assert error.value.problem.code == "ExtraMissing"
