# SPDX-License-Identifier: Apache-2.0
"""What peers ask each other every minute: how long is your chain now? (`COMMAND_TIMED_SYNC` of p2p_protocol_defs.h)."""

import msgspec

from aiomonero.protocol.epee import writer
from aiomonero.protocol.levin import body, chain, peerlist
from aiomonero.types.p2p import TimedSync


class _TimedSync(msgspec.Struct):
    payload_data: chain.Fields
    local_peerlist_new: peerlist.Entries = ()


def write(ours: TimedSync) -> bytes:
    """Return the body of a request, or with peers in it that of an answer."""
    peers = peerlist.write(ours.peers)
    return writer.encode({"payload_data": chain.write(ours.chain), "local_peerlist_new": peers})


def read(data: bytes) -> TimedSync:
    """Read a request or an answer; raises RemoteProtocolError."""
    theirs = body.read(data, _TimedSync)
    return TimedSync(chain=theirs.payload_data.state(), peers=peerlist.peers(theirs.local_peerlist_new))
