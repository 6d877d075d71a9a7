# SPDX-License-Identifier: Apache-2.0
"""From what was seen to the `/status` document."""

import dataclasses

from aiomonero import Network, errors
from aiomonero.types.health import Hidden, Reason, Status
from monero_exporter.translate import readiness, status
from monero_exporter.translate.agent_status import Tor
from monero_exporter.translate.observation import Details, Observation, Seen
from tests.support.observations import FAILED, HEIGHT, NOW, info, observation, peer, seen

FINE = readiness.Verdict(is_synced=True)


def test_everything_that_was_seen_is_told() -> None:
    """A daemon that answers leaves no member of its status unknown, except a target that it does not have."""
    connections = (peer(incoming=True), peer(), peer(), peer(0, state="before_handshake"))

    told = status.translate(observation(connections=connections), FINE, "nodes-0")

    assert told == Status(
        name="nodes-0",
        version="0.18.5.3-unknown",
        network=Network.MAINNET,
        height=HEIGHT,
        target_height=None,
        top_hash="aa4a61b5b5d58e3e0bd797fdcecff3aa20692063c74b6ea57c6816377d4cd4b2",
        top_timestamp=int(NOW) - 60,
        synced=True,
        ready=True,
        peers_in=1,
        peers_out=2,
        started_at=1795239599,
        observed_at=int(NOW),
    )


def test_a_silent_daemon_leaves_only_the_reason() -> None:
    """What cannot be asked is unknown, not zero."""
    silent = Observation(NOW, Seen(None, errors.TimedOut("x"), 2.0), None, None)
    reasons = (Reason("DaemonTimedOut", "It hangs."),)

    told = status.translate(silent, readiness.Verdict(is_synced=False, objections=reasons))

    assert told == Status(reasons=reasons, observed_at=int(NOW))


def test_a_silent_daemon_takes_tor_and_i2p_not_along() -> None:
    """Each is told by itself, so that a person sees which of them is in trouble."""
    silent = Observation(NOW, Seen(None, errors.TimedOut("x"), 2.0), None, None)

    told = status.translate(silent, FINE, beside=Details(tor=seen(Tor(ready=True)), i2p=FAILED))

    assert told.tor == Hidden(ready=True)
    assert told.i2p is not None
    assert (told.i2p.ready, told.i2p.peers_out) == (False, None)


def test_blanks_of_a_restricted_port_are_unknown() -> None:
    """A restricted port says 0 peers and start 0, which is not the truth."""
    blank = info(restricted=True, version="", start_time=0, incoming_connections_count=0, outgoing_connections_count=0)

    told = status.translate(dataclasses.replace(observation(blank), connections=FAILED), FINE)

    assert (told.version, told.started_at, told.peers_in, told.peers_out) == (None, None, None, None)


def test_counts_of_get_info_stand_in_for_connections() -> None:
    """Where only the list of connections failed, the counts are still known."""
    told = status.translate(dataclasses.replace(observation(), connections=FAILED), FINE)

    assert (told.peers_in, told.peers_out) == (2, 2)
