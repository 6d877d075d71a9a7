# SPDX-License-Identifier: Apache-2.0
"""What a failed visit says about a peer."""

import errno

import pytest

from aiomonero import errors
from aiomonero.p2p.visit import Outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (errors.ConnectFailed("x"), Outcome.REFUSED),
        (errors.TimedOut("x"), Outcome.TIMED_OUT),
        (errors.Closed("x"), Outcome.CLOSED),
        (errors.RemoteProtocolError("x"), Outcome.NONSENSE),
        (errors.OtherNetwork("x"), Outcome.OTHER_NETWORK),
    ],
)
def test_what_the_peer_did(error: errors.MoneroError, outcome: Outcome) -> None:
    """Errors that the other side causes become outcomes."""
    assert Outcome.of(error) is outcome


@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL])
def test_without_a_route_the_peer_did_nothing(number: int) -> None:
    """It did not refuse what never left."""
    error = errors.ConnectFailed("x")
    error.__cause__ = OSError(number, "x")
    assert Outcome.of(error) is Outcome.NO_ROUTE


def test_an_absent_proxy_says_nothing_about_the_peer() -> None:
    """A crawl ends rather than count everybody as unreachable."""
    with pytest.raises(errors.ProxyRefused):
        Outcome.of(errors.ProxyRefused("x"))


def test_too_many_open_files_say_nothing_about_the_peer() -> None:
    """What this side has too little of is not the peer's fault."""
    error = errors.ConnectFailed("x")
    error.__cause__ = OSError(errno.EMFILE, "too many open files")
    with pytest.raises(errors.ConnectFailed):
        Outcome.of(error)


def test_a_bug_of_ours_is_no_outcome() -> None:
    """What we did wrong is raised."""
    with pytest.raises(errors.LocalProtocolError):
        Outcome.of(errors.LocalProtocolError("x"))
