# SPDX-License-Identifier: Apache-2.0
"""What agents say of tor and i2pd, as samples and in `/status`."""

import dataclasses

import msgspec

from aiomonero.types.health import Hidden, HiddenService, Reason
from aiomonero.types.peer import Connection
from aiomonero.types.peer_address import AddressKind
from monero_exporter.translate import agent_status, hidden
from monero_exporter.translate.agent_status import I2p, Tor
from monero_exporter.translate.observation import Details
from monero_exporter.translate.zones import Zone
from tests.support import agents
from tests.support.observations import FAILED, observation, peer, seen


def _tor(**changes: object) -> Tor:
    return agent_status.decode(agents.tor(**changes), Tor)


def _i2p(**changes: object) -> I2p:
    return agent_status.decode(agents.i2p(**changes), I2p)


def _values(details: Details) -> dict[str, float]:
    return {"/".join((sample.family.name, *sample.labels)): sample.value for sample in hidden.translate(details)}


def _peer(kind: AddressKind, **changes: bool | str) -> Connection:
    return msgspec.structs.replace(peer(), address_type=kind, **changes)


def test_a_tor_tells_everything_but_its_addresses() -> None:
    """An old address is told from the new one, by whose key it is of."""
    assert _values(Details(tor=seen(_tor(restarts=1, reloads=2)))) == {
        "monero_tor_up": 1,
        "monero_tor_ready": 1,
        "monero_tor_info/0.4.9.15": 1,
        "monero_tor_restarts_total": 1,
        "monero_tor_reloads_total": 2,
        "monero_tor_service_published/p2p/current": 1,
        "monero_tor_service_published/rpc/current": 1,
        "monero_tor_service_published/rpc/previous": 1,
        "monero_tor_bootstrapped_ratio": 1,
        "monero_tor_circuit_established": 1,
        "monero_tor_network_live": 1,
        "monero_tor_introduction_points/p2p/current": 6,
        "monero_tor_introduction_points/rpc/current": 6,
        "monero_tor_introduction_points/rpc/previous": 6,
    }


def test_an_i2pd_tells_everything_but_its_addresses() -> None:
    """Its own peers are called routers, since a daemon has peers too."""
    assert _values(Details(i2p=seen(_i2p(reloads=1, tunnelSuccessRatio=0.75)))) == {
        "monero_i2p_up": 1,
        "monero_i2p_ready": 1,
        "monero_i2p_info/2.56.0": 1,
        "monero_i2p_restarts_total": 0,
        "monero_i2p_reloads_total": 1,
        "monero_i2p_service_published/p2p/current": 1,
        "monero_i2p_service_published/rpc/current": 1,
        "monero_i2p_network_status/OK": 1,
        "monero_i2p_known_routers": 4,
        "monero_i2p_tunnel_success_ratio": 0.75,
    }


def test_a_program_that_does_not_run_claims_nothing_that_it_does_not_know() -> None:
    """An agent stays up while what it watches is dead, and says what is wrong, each kind once."""
    problems = (agent_status.Problem("KeyInvalid", "a"), agent_status.Problem("KeyInvalid", "b"))
    dead = Tor(restarts=3, problems=problems, services=(agent_status.Service(name="rpc"),))

    assert _values(Details(tor=seen(dead))) == {
        "monero_tor_up": 0,
        "monero_tor_ready": 0,
        "monero_tor_restarts_total": 3,
        "monero_tor_problem/KeyInvalid": 1,
    }


def test_a_silent_agent_is_down_and_nothing_else() -> None:
    """Old values are not repeated, and of what nobody asked after nothing is told."""
    assert _values(Details(i2p=FAILED)) == {"monero_i2p_up": 0, "monero_i2p_ready": 0}


def test_the_status_has_problems_the_peers_of_the_zone_and_no_address() -> None:
    """Peers of other networks, and those that have not shaken hands, do not count; addresses are nobody's business."""
    met = (
        _peer(AddressKind.TOR, incoming=True, host="<unknown tor host>"),
        _peer(AddressKind.TOR),
        _peer(AddressKind.TOR),
        _peer(AddressKind.TOR, state="before_handshake"),
        _peer(AddressKind.I2P),
        _peer(AddressKind.IPV4),
    )
    document = _tor(problems=[agents.TROUBLE])

    assert hidden.status(seen(document), Zone.TOR, observation(connections=met)) == Hidden(
        ready=True,
        version="0.4.9.15",
        bootstrapped=100,
        services=(
            HiddenService(name="p2p", introduction_points=6, published=True),
            HiddenService(name="rpc", introduction_points=6, published=True),
            HiddenService(name="rpc", introduction_points=6, published=True, previous=True),
        ),
        problems=(Reason(**agents.TROUBLE),),
        peers_in=1,
        peers_out=2,
    )


def test_the_status_of_i2p_tells_whether_an_address_is_published() -> None:
    """That is what makes it reachable; peers of a daemon that does not tell them are unknown, not none."""
    told = hidden.status(seen(_i2p()), Zone.I2P, dataclasses.replace(observation(), connections=FAILED))

    services = (
        HiddenService(name="p2p", published=True),
        HiddenService(name="rpc", published=True),
    )
    assert told == Hidden(ready=True, version="2.56.0", services=services)


def test_where_all_peers_are_met_by_one_network_their_addresses_do_not_count() -> None:
    """A network over Tor dials addresses of the machine, which its tor translates."""
    inside = dataclasses.replace(observation(connections=(_peer(AddressKind.IPV4),)), transport=Zone.TOR)

    by_tor, by_i2p = hidden.status(seen(_tor()), Zone.TOR, inside), hidden.status(seen(_i2p()), Zone.I2P, inside)

    assert by_tor is not None
    assert by_i2p is not None
    assert [(each.peers_in, each.peers_out) for each in (by_tor, by_i2p)] == [(0, 1), (0, 0)]


def test_the_status_of_a_silent_agent_says_so() -> None:
    """Its peers are the daemon's word, and stay."""
    told = hidden.status(FAILED, Zone.TOR, observation(connections=(_peer(AddressKind.TOR),)))

    assert told is not None
    assert [(told.ready, told.peers_in, told.peers_out)] == [(False, 0, 1)]
    assert [problem.code for problem in told.problems] == ["AgentSilent"]
    assert "no answer within 2 s" in told.problems[0].message


def test_a_status_without_a_program_beside_it_has_none() -> None:
    """Before the first look, too, nothing is known."""
    assert hidden.status(None, Zone.TOR, observation()) is None


def test_a_service_without_an_address_is_not_told_yet() -> None:
    """tor derives it after it has started; until then there is nothing to give to anybody."""
    nameless = _tor(services=[{"name": "rpc", "key": "rpc-0", "address": None}])

    told = hidden.status(seen(nameless), Zone.TOR, observation())

    assert told is not None
    assert told.services == ()
