# SPDX-License-Identifier: Apache-2.0
"""Why no peer is met, and nothing is advised that is refused, or was done."""

from typing import Any

import pytest

from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from monero_operator.plan.anonymity import absence

CLOSED = frozenset({"regtest"})


def on_tor(*, has_p2p: bool = False, is_locked: bool = False, **spec: Any) -> OnTor:
    """Return Tor as somebody wants it."""
    return OnTor(spec=Tor(enabled=True, **spec), image="a", has_p2p=has_p2p, is_locked=is_locked)


def said(wanted: Anonymity, *flags: str, is_alone: bool = False) -> tuple[str, str, bool]:
    """Return why no peer is met over Tor, what transactions do, and whether something is advised."""
    found = absence.of(wanted, "tor", frozenset(flags), field="spec.tor", is_alone=is_alone)
    assert found is not None
    return found.cause, found.way, bool(found.cure)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Anonymity(tor=on_tor()), ("there are none to be expected", "leave by the clearnet", True)),
        (Anonymity(tor=on_tor(is_locked=True)), ("there are none to be expected", "leave by Tor's exits", True)),
        (Anonymity(tor=on_tor(p2p="never")), ("spec.tor.p2p is never", "leave by the clearnet", False)),
        (
            Anonymity(tor=on_tor(p2p="never"), i2p=OnI2p(spec=I2p(), image="a", has_p2p=True)),
            ("spec.tor.p2p is never", "leave over I2P", False),
        ),
        (Anonymity(tor=on_tor(), transport="i2p"), ("spec.transport is i2p", "leave over I2P", False)),
    ],
)
def test_the_cause_and_the_way_are_those_of_the_set(wanted: Anonymity, expected: tuple[str, str, bool]) -> None:
    """Over what transactions leave differs, and so does what can be done."""
    assert expected == said(wanted)


def test_nothing_is_advised_that_would_be_refused() -> None:
    """A node without peers may not ask for onion ones, and beside exclusive nodes `always` finds nobody."""
    wanted = Anonymity(tor=on_tor())
    exclusive = absence.of(wanted, "tor", frozenset({"add-exclusive-node"}), field="spec.tor", is_alone=False)

    assert said(wanted, "offline")[1:] == ("go to nobody", False)
    assert said(wanted, is_alone=True)[1] == "go to nobody"
    assert exclusive is not None
    assert exclusive.cure == " To have some, name them in spec.tor.peers."


def test_where_peers_are_met_there_is_nothing_to_explain() -> None:
    """For transactions, or for everything."""
    met, transport = Anonymity(tor=on_tor(has_p2p=True)), Anonymity(tor=on_tor(), transport="tor")

    assert [absence.of(each, "tor", CLOSED, field="x", is_alone=True) for each in (met, transport)] == [None, None]
