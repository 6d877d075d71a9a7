# SPDX-License-Identifier: Apache-2.0
"""Methods about the daemon itself, against the answers of three versions."""

import pytest

from aiomonero import Network
from aiomonero.methods.daemon import chain
from aiomonero.protocol import jsonrpc
from aiomonero.types.info import HardFork
from tests.support import vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
def test_info_is_read(version: str) -> None:
    """The unrestricted port tells everything."""
    body = vectors.answer(version, "unrestricted.json_rpc.get_info")

    info = jsonrpc.decode(body, chain.GET_INFO.result)

    assert (info.height, info.target_height, info.synchronized) == (81, 0, True)
    assert info.network is Network.REGTEST
    assert info.version == f"{version}-unknown"
    assert info.cumulative_difficulty == 81
    assert (info.incoming_connections_count, info.outgoing_connections_count) == (2, 2)


@each_version
def test_info_of_the_restricted_port_is_read_with_its_blanks(version: str) -> None:
    """The restricted port hides values behind extremes, which must not break a reader."""
    body = vectors.answer(version, "restricted.json_rpc.get_info")

    info = jsonrpc.decode(body, chain.GET_INFO.result)

    assert (info.restricted, info.version, info.start_time) == (True, "", 0)
    assert info.free_space_bytes == 2**64 - 1


@each_version
def test_info_of_a_later_version_may_lack_what_was_dropped(version: str) -> None:
    """Version 0.19 no longer sends `untrusted`."""
    body = vectors.answer(version, "unrestricted.json_rpc.get_info").replace(b'"untrusted": false, ', b"")

    assert b"untrusted" not in body
    assert jsonrpc.decode(body, chain.GET_INFO.result).untrusted is None


def test_version_of_the_oldest_daemon_leaves_new_members_unknown() -> None:
    """What came later is None, not zero."""
    body = vectors.answer("0.18.0.0", "unrestricted.json_rpc.get_version")

    version = jsonrpc.decode(body, chain.GET_VERSION.result)

    assert version.rpc_version == (3, 10)
    assert (version.current_height, version.hard_forks) == (None, None)


def test_version_of_a_newer_daemon_tells_hard_forks() -> None:
    """Regtest jumps to the latest rules at height 1."""
    body = vectors.answer("0.18.5.3", "unrestricted.json_rpc.get_version")

    version = jsonrpc.decode(body, chain.GET_VERSION.result)

    assert version.rpc_version == (3, 16)
    assert version.hard_forks == (HardFork(1, 0), HardFork(16, 1))
