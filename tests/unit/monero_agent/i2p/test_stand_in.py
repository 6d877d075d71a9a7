# SPDX-License-Identifier: Apache-2.0
"""What a second i2pd has of the first one's options, and how many tunnels it makes."""

import asyncio
import dataclasses
from pathlib import Path

import pytest

from monero_agent.config import WrongError
from monero_agent.i2p import stand_in
from monero_agent.i2p.conf import Places
from monero_agent.i2p.destinations import Served
from monero_agent.i2p.stand_in import StandIns, Taken
from monero_agent.i2p.wanted import Place, Service

PLACES = Places(Path("/data/1"), Path("/run/1/tunnels.conf"), Path("/run/own"), None, 12345, "secret", 1)
SERVICE = Service("shared", "rpc", 18089, Place("127.0.0.1", 18089), {}, is_shared=True)
SHARED = Taken({}, (Served(SERVICE, Path("/run/keys/a.dat"), "a", "a"),), PLACES)


class One:
    """A stand-in that does nothing, or refuses to begin."""

    def __init__(self, made, taken, error=None):
        self.taken, self.error = taken, error
        self.is_published, self.is_over = False, False
        self.socks = Place("127.0.0.1", len(made))
        self.has_ended = False
        made.append(self)

    async def begin(self):
        if self.error:
            raise self.error

    async def look(self):
        if self.error:
            raise self.error
        self.is_published = True

    async def end(self):
        self.has_ended = True


@pytest.fixture
def made(monkeypatch):
    """Return what is made."""
    found = []
    monkeypatch.setattr(stand_in, "StandIn", lambda *given: One(found, given[-1]))
    return found


def test_a_stand_in_is_a_router_of_the_same_network_with_ports_of_its_own():
    """What the first one listens at it does not touch, and it carries nobody else's traffic for its short life."""
    first = {
        "netid": "77",
        "ntcp2.port": "4567",
        "ssu2.port": "4567",
        "port": "12345",
        "http.port": "7070",
        "http.pass": "secret",
        "tunconf": "/run/i2p/tunnels.conf",
        "socksproxy.enabled": "true",
        "socksproxy.port": "4447",
        "socksproxy.keys": "../run/socks.dat",
        "sam.enabled": "true",
        "floodfill": "true",
    }

    made = stand_in.options(first, PLACES, Place("127.0.0.1", 5001), port=9999, console=5000)

    off = {f"{each}.enabled": "false" for each in ("httpproxy", "sam", "bob", "i2cp", "i2pcontrol", "upnp")}
    assert made == off | {
        "netid": "77",
        "port": "9999",
        "socksproxy.enabled": "true",
        "socksproxy.address": "127.0.0.1",
        "socksproxy.port": "5001",
        "http.port": "5000",
        "http.pass": "secret",
        "tunconf": "/run/1/tunnels.conf",
        "notransit": "true",
    }


def test_a_stand_in_serves_the_same_by_few_tunnels():
    """Other options of the service stay as they are."""
    options = {"inbound.quantity": "16", "i2cp.leaseSetType": "5"}
    service = dataclasses.replace(SERVICE, options=options)
    served = Served(service, Path("/run/keys/a.dat"), "a", "a")

    (made,) = stand_in.few([served])

    assert made.service.options == options | {"inbound.quantity": "3"}
    assert (made.file, made.service.target) == (served.file, service.target)


async def test_there_are_never_more_than_two_and_each_ends(made):
    """One whose time is over makes room for another."""
    there = StandIns("i2pd", Path("/run"), Path("/data"))
    for _ in range(5):
        await there.begin(SHARED)
    assert len(made) == stand_in.MAX_STAND_INS

    made[0].is_over = True
    await there.look(SHARED)
    assert [one.has_ended for one in made] == [True, False]
    assert there.status() == [{"isPublished": True}]
    await there.begin(SHARED)
    await there.stop()

    assert [one.has_ended for one in made] == [True, True, True]
    assert there.status() == []


async def test_siblings_are_called_by_the_newest_that_can_call(made):
    """One that has just begun would keep the next sibling unwatched for most of a minute."""
    there = StandIns("i2pd", Path("/run"), Path("/data"))
    seen = [there.socks]
    for _ in range(2):
        await there.begin(SHARED)
        seen.append(there.socks)
        await there.look(SHARED)

    assert [*seen, there.socks] == [None, None, made[0].socks, made[1].socks]


@pytest.mark.parametrize(
    "taken", [Taken({}, (), PLACES), dataclasses.replace(SHARED, options={"netid": "77"})], ids=["none", "others"]
)
async def test_what_is_not_served_any_more_is_not_stood_in_for(made, taken):
    """Switched off, rotated away, or of another network: for minutes it would be reached by the stand-in alone."""
    there = StandIns("i2pd", Path("/run"), Path("/data"))
    await there.begin(SHARED)
    await there.look(SHARED)
    assert not made[0].has_ended

    await there.look(taken)

    assert (made[0].has_ended, there.status()) == (True, [])


async def test_one_that_cannot_be_asked_ends_in_time(made):
    """And so does the other: a broken volume must not make them last."""
    there = StandIns("i2pd", Path("/run"), Path("/data"))
    for _ in range(2):
        await there.begin(SHARED)
    made[0].error = OSError("read-only file system")
    with pytest.raises(OSError, match="read-only"):
        await there.look(SHARED)

    made[1].is_over = True
    with pytest.raises(OSError, match="read-only"):
        await there.look(SHARED)

    assert [one.has_ended for one in made] == [False, True]


async def test_they_end_side_by_side(made, monkeypatch):
    """One after another they could take longer than the kubelet waits."""
    met = asyncio.Barrier(stand_in.MAX_STAND_INS)
    monkeypatch.setattr(One, "end", lambda _: met.wait())
    there = StandIns("i2pd", Path("/run"), Path("/data"))
    for _ in range(stand_in.MAX_STAND_INS):
        await there.begin(SHARED)

    async with asyncio.timeout(10):
        await there.stop()

    assert there.status() == []


async def test_one_that_cannot_begin_leaves_nothing(made, monkeypatch):
    """Nor is one begun where nothing is shared."""
    there = StandIns("i2pd", Path("/run"), Path("/data"))
    monkeypatch.setattr(stand_in, "StandIn", lambda *given: One(made, given[-1], WrongError("no")))

    await there.begin(SHARED)
    await there.begin(Taken({}, (), PLACES))

    assert [one.has_ended for one in made] == [True]
    assert there.status() == []
