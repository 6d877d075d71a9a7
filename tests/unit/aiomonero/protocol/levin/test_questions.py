# SPDX-License-Identifier: Apache-2.0
"""Timed syncs, pings and support flags: answers of real daemons, our own answers, and wrong ones."""

import pytest

from aiomonero import errors
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee import writer
from aiomonero.protocol.levin import chain, ping, support_flags, timed_sync
from aiomonero.types.network import Network
from aiomonero.types.p2p import FLUFFY_BLOCKS, PeerEntry, TimedSync
from aiomonero.types.peer_address import PeerAddress
from tests.support import vectors


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_answers_of_real_daemons(version: str) -> None:
    """Each release answers each question."""
    synced = timed_sync.read(vectors.exchange(version, "timed_sync")[1][0])
    peer_id = ping.read(vectors.exchange(version, "ping")[1][0])
    flags = support_flags.read(vectors.exchange(version, "support_flags")[1][0])

    assert (synced.chain.height, synced.chain.top_version, synced.peers) == (78, 16, ())
    assert peer_id > 0
    assert flags == FLUFFY_BLOCKS


def test_our_own_answers_are_understood() -> None:
    """What we answer is what the other side reads."""
    entry = PeerEntry(address=PeerAddress.parse("[2001:db8::1]:18080"), peer_id=1)
    sync = TimedSync(chain=chain.genesis(Network.STAGENET), peers=(entry,))
    peer_id, flags = 2**64 - 1, 2**32 - 1

    assert sync == timed_sync.read(timed_sync.write(sync))
    assert peer_id == ping.read(ping.write(peer_id))
    assert flags == support_flags.read(support_flags.write(flags))


@pytest.mark.parametrize("name", ["ping", "support_flags"])
def test_questions_are_those_that_daemons_answered(name: str) -> None:
    """The body of such a question is an empty section."""
    request, _ = vectors.exchange("0.18.5.3", name)

    assert request.endswith(ping.request())
    assert ping.request() == support_flags.request()


def test_a_peer_without_flags_has_none() -> None:
    """What is 0 is left out."""
    assert support_flags.read(writer.encode({})) == 0


def test_a_ping_that_is_not_ok_is_refused() -> None:
    """There is only one thing to say."""
    with pytest.raises(errors.RemoteProtocolError):
        ping.read(writer.encode({"status": b"BUSY", "peer_id": values.U64(1)}))
