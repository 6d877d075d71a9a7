# SPDX-License-Identifier: Apache-2.0
"""From what tor says to what a status tells."""

import pytest

from monero_agent.tor import health
from monero_agent.tor.health import Health

NAME = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead"
OTHER = "hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iu63yid"


def _circuit(number, purpose, state, onion):
    return f"{number} BUILT $A~a,$B~b PURPOSE={purpose} HS_STATE={state} REND_QUERY={onion} TIME_CREATED=2026"


def test_a_tor_that_is_connected_is_ready():
    """All of what it says, in the words of version 0.4.9."""
    told = {
        "version": "0.4.9.15 (git-abc)",
        "status/bootstrap-phase": 'NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY="Done"',
        "status/circuit-established": "1",
        "network-liveness": "up",
    }

    found = health.read(told)

    assert found == Health("0.4.9.15", 100, is_circuit_established=True, is_network_live=True)
    assert found.is_ready


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"status/bootstrap-phase": "WARN BOOTSTRAP PROGRESS=10 TAG=conn_done", "status/circuit-established": "1"},
        {"status/bootstrap-phase": "NOTICE BOOTSTRAP PROGRESS=100", "status/circuit-established": "0"},
        {"status/bootstrap-phase": "nonsense", "status/circuit-established": "1"},
    ],
)
def test_any_other_is_not(told):
    """On its way, without a way, or silent."""
    assert not health.read(told).is_ready


def test_introduction_points_are_circuits_that_stand():
    """Those on their way, clients' and other onions' do not count."""
    circuits = "\n".join(
        [
            _circuit(1, "HS_SERVICE_INTRO", "HSSI_ESTABLISHED", NAME),
            _circuit(2, "HS_SERVICE_INTRO", "HSSI_ESTABLISHED", NAME),
            _circuit(3, "HS_SERVICE_INTRO", "HSSI_CONNECTING", NAME),
            _circuit(4, "HS_SERVICE_REND", "HSSR_JOINED", NAME),
            _circuit(5, "HS_SERVICE_INTRO", "HSSI_ESTABLISHED", OTHER),
            "6 BUILT PURPOSE=GENERAL",
        ]
    )

    assert health.introduction_points(circuits) == {f"{NAME}.onion": 2, f"{OTHER}.onion": 1}


def _told(*events):
    published = health.Published()
    for now, event in enumerate(events):
        published.told(event, float(now))
    return published


def test_an_onion_is_published_while_a_directory_has_its_descriptor():
    """Requests, and what befalls others, are other events."""
    first, second = (f"HS_DESC UPLOADED {NAME} UNKNOWN ${relay}" for relay in "FG")
    failed = f"HS_DESC FAILED {NAME} UNKNOWN $F REASON=UPLOAD_REJECTED"
    asked = f"HS_DESC UPLOAD {NAME} UNKNOWN $F~relay abc"
    onion = f"{NAME}.onion"

    assert [
        _told(*events).has(onion, 5.0) for events in [(asked,), (first,), (first, failed), (first, second, failed)]
    ] == [
        False,
        True,
        False,
        True,
    ]
    assert not _told(first).has(f"{OTHER}.onion", 5.0)
    assert not _told(first).has(onion, health.LIFETIME_SECONDS)
