# SPDX-License-Identifier: Apache-2.0
"""An elector's rules, one by one, against a cluster in memory and in virtual time."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from kubeloop import errors
from kubeloop.election import record
from kubeloop.election.clock import DRIFT
from kubeloop.election.elector import RETRY_SECONDS, Elector, LeaseLost, NotLeading
from kubeloop.election.record import LEASES
from kubeloop.testing import cluster
from tests.support.candidates import LEASE, Process, World, leading, run, seconds

WATCHED_SECONDS = 12.0 / (1.0 - DRIFT)
"""How long a lease of 12 s is watched before it is taken."""


def test_lease_without_a_holder_is_taken_at_once():
    """The first start over a deployed lease waits for nothing."""

    async def scenario(world: World) -> tuple[float, str, float]:
        return await seconds(world.a.elector.acquire()), world.spec["holderIdentity"], world.a.elector.permit()

    assert run(scenario) == (0.0, "a", 12.0)


def test_missing_lease_is_made_and_waited_for():
    """Somebody may lead who does not know yet that it was deleted."""

    async def scenario(world: World) -> tuple[str, float]:
        world.remove()
        acquiring = asyncio.create_task(seconds(world.a.elector.acquire()))
        await asyncio.sleep(0.1)
        return world.spec["holderIdentity"], await acquiring

    maker, waited = run(scenario)

    assert maker == record.NOBODY_KNOWN
    assert waited == pytest.approx(WATCHED_SECONDS, abs=0.02)


def test_missing_lease_that_somebody_else_made_meanwhile_is_theirs():
    """Making it is making only, however late the request comes."""

    async def scenario(world: World) -> str:
        world.remove()
        world.a.line.there_seconds = 1.0
        acquiring = asyncio.create_task(world.a.elector.acquire())
        await asyncio.sleep(1.5)
        world.put(holderIdentity="x", leaseDurationSeconds=12)
        await asyncio.sleep(8.0)
        acquiring.cancel()
        return world.spec["holderIdentity"]

    assert run(scenario) == "x"


@pytest.mark.parametrize("duration", [5, 30])
def test_observer_waits_for_the_duration_of_the_holder(duration):
    """Not for its own one, and from when it saw the lease first, whatever the lease's times say."""

    async def scenario(world: World) -> float:
        return await seconds(world.a.elector.acquire())

    waited = run(scenario, holderIdentity="x", leaseDurationSeconds=duration, renewTime="1999-01-01T00:00:00.000000Z")

    assert waited == pytest.approx(duration / (1.0 - DRIFT), abs=0.02)


def test_every_new_version_is_waited_for_anew():
    """Who renews is alive, even if its clock stands still."""

    async def scenario(world: World) -> float:
        waiting = asyncio.create_task(seconds(world.a.elector.acquire()))
        for number in range(10):
            world.put(holderIdentity="x", leaseDurationSeconds=12, leaseTransitions=number)
            await asyncio.sleep(5.0)
        return await waiting

    assert 45.0 + WATCHED_SECONDS <= run(scenario) <= 47.0 + WATCHED_SECONDS


def test_restarted_process_does_not_wait_for_itself():
    """The same identity is the same process."""

    async def scenario(world: World) -> tuple[float, int]:
        return await seconds(world.a.elector.acquire()), world.spec["leaseTransitions"]

    assert run(scenario, holderIdentity="a", leaseDurationSeconds=12, leaseTransitions=7) == (0.0, 7)


def test_killed_leader_is_replaced_within_its_duration_and_a_retry():
    """The last renewal is seen a retry late, and then all of the duration passes."""

    async def scenario(world: World) -> tuple[float, int]:
        standby = asyncio.create_task(world.b.elector.acquire())
        async with leading(world.a):
            await asyncio.sleep(60.9)
        return await seconds(standby), world.spec["leaseTransitions"]

    waited, transitions = run(scenario)

    assert 10.0 < waited <= RETRY_SECONDS + WATCHED_SECONDS
    assert transitions == 2


def test_released_lease_goes_over_at_the_next_retry():
    """Nobody waits for one who said goodbye, and the one who did may not write."""

    async def scenario(world: World) -> tuple[float, dict[str, Any], bool]:
        standby = asyncio.create_task(world.b.elector.acquire())
        async with leading(world.a):
            await asyncio.sleep(60.9)
        await world.a.elector.release()
        released = world.spec
        return await seconds(standby), released, world.a.elector.is_leading

    waited, released, is_leading = run(scenario)

    assert waited <= RETRY_SECONDS
    assert (released["holderIdentity"], released["leaseDurationSeconds"]) == ("", 1)
    assert not is_leading


@pytest.mark.parametrize(("jitter", "interval"), [(0.0, 1.5), (0.5, 1.35), (1.0, 1.2)])
def test_leader_renews_every_retry_interval_or_earlier(jitter, interval):
    """Jitter makes it earlier only, and a renewal is one request."""

    async def scenario(world: World) -> int:
        leader = Process(world.api, "a", jitter=lambda: jitter)
        async with leading(leader):
            before = len(world.api.requests)
            await asyncio.sleep(interval * 10 + 0.1)
            return len(world.api.requests) - before

    assert run(scenario) == 10


def test_permit_counts_from_before_the_renewal_was_sent():
    """Others may count from when the server had it, however late the answer came."""

    async def scenario(world: World) -> float:
        world.a.line.back_seconds = 1.5
        await world.a.elector.acquire()
        return world.a.elector.permit()

    assert run(scenario) == 10.5


def test_leader_that_cannot_renew_loses_the_lease_at_the_deadline():
    """It stops before others may start, and its permit ends with it."""

    async def scenario(world: World) -> float:
        async with leading(world.a) as holding:
            world.a.line.is_up = False
            waited = await seconds(asyncio.wait([holding]))
            assert isinstance(holding.exception(), LeaseLost)
        with pytest.raises(NotLeading):
            world.a.elector.permit()
        return waited

    assert run(scenario) == 8.0


def test_answer_that_never_comes_does_not_hold_up_the_deadline():
    """Each attempt has a bound of its own, and the last one that of the deadline."""

    async def scenario(world: World) -> float:
        async with leading(world.a) as holding:
            world.a.line.there_seconds = 1000.0
            return await seconds(asyncio.wait([holding]))

    assert run(scenario) == pytest.approx(8.0, abs=0.02)


def test_permit_counts_down_and_ends():
    """It is the time until the lease expires for others, and no longer a number afterwards."""

    async def scenario(world: World) -> tuple[float, bool]:
        await world.a.elector.acquire()
        await asyncio.sleep(11.5)
        left = world.a.elector.permit()
        await asyncio.sleep(left)
        with pytest.raises(NotLeading):
            world.a.elector.permit()
        return left, world.a.elector.is_leading

    assert run(scenario) == (0.5, False)


def test_leader_whose_lease_was_taken_says_so_at_its_next_renewal():
    """It waits for no deadline."""

    async def scenario(world: World) -> float:
        async with leading(world.a) as holding:
            world.put(holderIdentity="x", leaseDurationSeconds=12)
            waited = await seconds(asyncio.wait([holding]))
            assert isinstance(holding.exception(), LeaseLost)
            return waited

    assert run(scenario) == RETRY_SECONDS


def test_leader_goes_on_when_its_lease_was_deleted():
    """It makes it anew in time; a standby that noticed first has only marked it as held by nobody known."""

    async def scenario(world: World) -> tuple[str, bool]:
        standby = asyncio.create_task(world.b.elector.acquire())
        async with leading(world.a) as holding:
            for _ in range(60):
                world.remove()
                await asyncio.sleep(0.7)
            await asyncio.sleep(3.0)
            still = not holding.done() and not standby.done()
        standby.cancel()
        return world.spec["holderIdentity"], still

    assert run(scenario) == ("a", True)


def test_renewal_whose_answer_was_lost_is_found_again():
    """The version is another one than the leader knows, but the holder is the same."""

    async def scenario(world: World) -> bool:
        async with leading(world.a) as holding:
            world.a.line.back_seconds = 5.0
            await asyncio.sleep(3.0)
            world.a.line.back_seconds = 0.0
            await asyncio.sleep(60.0)
            return world.a.elector.is_leading and not holding.done()

    assert run(scenario)


def test_release_after_a_renewal_that_was_cut_off_empties_the_lease():
    """The version that the process knows is not the last one; it looks."""

    async def scenario(world: World) -> str:
        async with leading(world.a):
            world.a.line.back_seconds = 1.0
            await asyncio.sleep(2.5)
        await world.a.elector.release()
        return world.spec["holderIdentity"]

    assert run(scenario) == ""


def test_release_of_who_does_not_hold_the_lease_changes_nothing():
    """A standby that ends leaves the leader's lease alone, and one that is not there absent."""

    async def scenario(world: World) -> tuple[dict[str, Any], tuple[str, ...]]:
        await world.a.elector.release()
        kept = world.spec
        world.remove()
        await world.a.elector.release()
        return kept, world.api.names(LEASES)

    assert run(scenario, holderIdentity="x") == ({"holderIdentity": "x"}, ())


def test_acquisition_that_took_longer_than_the_lease_is_none():
    """A process that stood still in the middle of it asks again instead of writing."""

    async def scenario(world: World) -> tuple[float, float]:
        acquiring = asyncio.create_task(world.a.elector.acquire())
        world.a.line.back_seconds = 1.0
        await asyncio.sleep(1.5)
        world.a.wall_jump = 60.0
        await asyncio.sleep(1.0)
        is_early = world.a.elector.is_leading
        await acquiring
        return is_early, world.a.elector.permit()

    assert run(scenario) == (False, 11.0)


@pytest.mark.parametrize(("jump", "survives"), [(3600.0, False), (9.0, False), (5.0, True), (-3600.0, True)])
def test_wall_clock_of_the_leader_jumps(jump, survives):
    """Forwards it may be that time passed while the machine stood still; backwards it cannot be."""

    async def scenario(world: World) -> bool:
        async with leading(world.a) as holding:
            await asyncio.sleep(0.5)
            world.a.wall_jump = jump
            assert world.a.elector.is_leading is (jump < 11.5)
            await asyncio.sleep(60.0)
            return not holding.done()

    assert run(scenario) is survives


def test_wall_clock_of_a_standby_deposes_nobody():
    """Observers count on clocks that do not jump."""

    async def scenario(world: World) -> bool:
        standby = asyncio.create_task(world.b.elector.acquire())
        async with leading(world.a) as holding:
            for jump in (3600.0, -3600.0, 1e7):
                world.b.wall_jump = jump
                await asyncio.sleep(30.0)
            still = not holding.done() and not standby.done()
        standby.cancel()
        return still

    assert run(scenario)


def test_missing_permission_is_told_once_and_asked_for_at_each_retry(caplog):
    """The log says what is missing; the API server has its peace."""

    async def scenario(world: World) -> int:
        world.api.fail_next("get", errors.Forbidden("leases is forbidden: no RBAC"), times=30)
        await world.a.elector.acquire()
        return len(world.api.requests)

    with caplog.at_level(logging.WARNING):
        requests = run(scenario)

    assert requests == 32
    assert [text for text in caplog.messages if "no RBAC" in text] == caplog.messages
    assert len(caplog.messages) == 1


@pytest.mark.parametrize(
    "error", [errors.Unreachable("reset"), errors.ServerError("down"), errors.ConfigError("no token"), TimeoutError()]
)
def test_failures_are_survived(error):
    """Whatever the network or the API server does, the elector tries again."""

    async def scenario(world: World) -> float:
        for verb in ("get", "patch"):
            world.api.fail_next(verb, error, times=3)
        return await seconds(world.a.elector.acquire())

    assert run(scenario) == 6 * RETRY_SECONDS


def test_lease_that_makes_no_sense_is_not_taken(caplog):
    """What cannot be read may be somebody's; the log says what is wrong."""

    async def scenario(world: World) -> None:
        world.put(holderIdentity=7)
        acquiring = asyncio.create_task(world.a.elector.acquire())
        await asyncio.sleep(100.0)
        assert world.spec == {"holderIdentity": 7}
        acquiring.cancel()

    run(scenario)

    assert "not a Lease" in caplog.text


def test_counters_follow_the_lead():
    """A gauge shows who leads."""
    seen: list[tuple[str, bool]] = []

    class Counting:
        def leading(self, name: str, is_leading: bool) -> None:
            seen.append((name, is_leading))

    async def scenario(world: World) -> None:
        process = Process(world.api, "a", counters=Counting())
        await process.elector.acquire()
        await process.elector.release()

    run(scenario)

    assert seen == [("default/operator", False), ("default/operator", True), ("default/operator", False)]


@pytest.mark.parametrize(
    "options",
    [{"identity": ""}, {"identity": record.NOBODY_KNOWN}, {"renew_deadline_seconds": 12.0}, {"retry_seconds": 0.0}],
)
def test_settings_that_cannot_work_are_refused(options):
    """Times must leave room for renewals, and an identity must name somebody."""
    with pytest.raises(ValueError, match="give"):
        Elector(cluster.Cluster(), **{"lease": LEASE, "identity": "a"} | options)


def test_permissions_are_those_that_are_used():
    """An apply is a create or a patch; nothing else is asked of the API server."""

    async def scenario(world: World) -> set[str]:
        world.remove()
        async with leading(world.a):
            await asyncio.sleep(10.0)
        await world.a.elector.release()
        return {request.verb for request in world.api.requests}

    (permission,) = record.PERMISSIONS

    assert run(scenario) == {"get", "apply", "patch"}
    assert (permission.resource, permission.verbs) == ("leases", ("create", "get", "patch"))
