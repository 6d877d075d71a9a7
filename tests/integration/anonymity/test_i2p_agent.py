# SPDX-License-Identifier: Apache-2.0
"""The agent and its i2pd in a private I2P network: what befalls keys, options and i2pd, and who still gets in."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from monero_agent import agent, options
from monero_agent.i2p import room
from monero_agent.watch import Watch
from tests.support import (
    anonymity_programs,
    contained,
    hidden_i2p,
    hidden_worlds,
    i2p_network,
    journal,
    loopback,
    onions,
    side_by_side,
    sidecars,
)
from tests.support.hidden_i2p import I2p

KEY, PREVIOUS = "rpc.dat", "rpc.dat.previous"
EXIT_SECONDS = 10.0
CLIENTS = 2
NODES = 2
NEWCOMERS = 3
PATIENCE_SECONDS = 60.0
"""i2pd's own, after which it tells the client that nobody answers."""
STANDS_IN_SECONDS = 60.0
"""A loss is seen after 15 s, and a router has tunnels after another 15."""
NEWCOMER_SECONDS = 8.0


def _document(target: int) -> dict[str, object]:
    services = [hidden_i2p.tunnel("shared", "rpc", onions.PORT, target)]
    return {"schema": 1, "socks": "", "options": {}, "services": services, "clients": [], "extra": True}


def _codes(told: dict) -> list[str]:
    return [problem["code"] for problem in told["problems"]]


@side_by_side.case
async def test_a_destination_outlives_what_befalls_its_keys_and_its_i2pd(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """In a container without rights: keys are swapped, broken and retired, options wrong, i2pd killed, the agent ended.

    A SIGHUP alone would cut off the old destination when the new one comes.
    """
    world = worlds["i2p"]
    assert isinstance(world, I2p)
    first, second = world.make_key(), world.make_key()
    conf = i2p_network.configuration(world.network.place())
    extra = {"i2pd.conf": conf, "reseed.zip": world.network.reseed.read_bytes()}
    async with (
        onions.greeting() as target,
        contained.running(tmp_path, _document(target), {KEY: first}, extra, network="i2p") as agent,
    ):
        with journal.step("a destination is reached after the agent's start"):
            await _is_reached(agent, world, first)
        assert agent.facts("CapEff") == "0" * 16
        assert agent.facts("Uid").split()[0] == str(contained.USER)
        assert (await agent.status())["problems"] == []

        router = agent.router()
        agent.keys.put({KEY: second, PREVIOUS: first})
        with journal.step("the new destination of a rotation is reached"):
            await _is_reached(agent, world, second)
        assert await onions.ask(world.socks, world.address(first)) == onions.GREETING

        agent.keys.put({KEY: second[:-1], PREVIOUS: first})
        await agent.until(lambda told: _codes(told) == ["KeyInvalid"])
        agent.extra.put(extra | {"i2pd.conf": f"{conf}\nnosuchoption = 1"})
        await agent.until(lambda told: _codes(told) == ["KeyInvalid", "ConfigInvalid"])
        line = len(f"{conf}\n".splitlines()) + 1
        assert f"i2pd does not take line {line} of i2pd.conf;" in (await agent.status())["problems"][1]["message"]
        agent.extra.put(extra)
        agent.keys.put({KEY: second})
        await agent.until(lambda told: told["reloads"] == 2 and not told["problems"])
        assert await onions.ask(world.socks, world.address(second)) == onions.GREETING
        assert [each["address"] for each in (await agent.status())["services"]] == [world.address(second)]
        assert agent.router() == router

        os.kill(router, signal.SIGKILL)
        with journal.step("a destination is published after its i2pd was killed"):
            await agent.until(lambda told: told["restarts"] == 1 and told["services"][0]["isPublished"])

        agent.extra.put(extra | {"i2pd.conf": f"{conf}\nloglevel = error"})
        await agent.until(lambda told: told["services"][0]["isPublished"] is None)
        await agent.until(lambda told: told["services"][0]["isPublished"])
        assert (await agent.status())["restarts"] == 1

        os.kill(agent.agent(), signal.SIGTERM)
        assert agent.process.wait(EXIT_SECONDS) == 0
        assert {"router.keys", "router.info", "netDb"} <= {path.name for path in (tmp_path / "data/i2p").iterdir()}
        assert not list((tmp_path / "data").rglob("*.dat.previous"))


@side_by_side.case
async def test_one_destination_of_two_nodes_outlives_either(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """Who comes for the first time gets in once a killed i2pd is back, and at once after the loss of a whole node.

    That holds for the node whose tunnels are not those that changed last; for the other one see the next test.
    """
    world = worlds["i2p"]
    assert isinstance(world, I2p)
    key, own = world.make_key(), world.make_key()
    async with contextlib.AsyncExitStack() as stack:
        agents: dict[bytes, sidecars.Sidecar] = {}
        for name, keys in {b"first": {"rpc": key}, b"second": {"rpc": key, "p2p-0": own}}.items():
            target = await stack.enter_async_context(onions.greeting(name))
            services = [hidden_i2p.tunnel("shared", "rpc", onions.PORT, target)]
            services += [hidden_i2p.tunnel("rpc", "p2p-{ordinal}", onions.PORT, target)]
            agents[name], _ = await stack.enter_async_context(
                world.agent(tmp_path / name.decode(), *services, keys=keys)
            )
        clients = [
            (await stack.enter_async_context(i2p_network.joined(world.network, tmp_path / f"client{number}"))).socks
            for number in range(1 + CLIENTS)
        ]
        for agent in agents.values():
            await agent.until(_is_published)
        # they are in the network, and know nothing of what is asked for later
        await asyncio.gather(*(onions.until_reached(client, world.address(own), b"second") for client in clients))

        agents[b"first"].kill_router()
        with journal.step("a destination of two nodes is published anew after an i2pd was killed"):
            await agents[b"first"].until(lambda told: told["restarts"] == 1 and _is_published(told))
        with journal.step("a new client reached a destination of two nodes after an i2pd was killed"):
            newest = await _asked_twice(clients[0], world.address(key))

        (lost,) = (agent for name, agent in agents.items() if name != newest)
        lost.lose()
        with journal.step("new clients reached a destination of two nodes, one of which was lost"):
            answers = await asyncio.gather(*(_asked_twice(client, world.address(key)) for client in clients[1:]))
        assert answers == [newest] * CLIENTS


@side_by_side.case
async def test_who_new_clients_are_led_to_is_stood_in_for_when_it_is_lost(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """A sibling misses it, and lets a second i2pd serve: its lease set is dated latest, so it is found at once."""
    world = worlds["i2p"]
    assert isinstance(world, I2p)
    shared, own = world.make_key(), [world.make_key() for _ in range(NODES)]
    ports = loopback.free_ports(1 + NEWCOMERS)
    async with contextlib.AsyncExitStack() as stack:
        agents: dict[bytes, sidecars.Sidecar] = {}
        for ordinal, key in enumerate(own):
            name = b"node%d" % ordinal
            target = await stack.enter_async_context(onions.greeting(name))
            services = [hidden_i2p.tunnel("rpc", "p2p-{ordinal}", onions.PORT, target)]
            services += [hidden_i2p.tunnel("shared", "rpc", onions.PORT, target)]
            keys, nodes = {"rpc": shared, f"p2p-{ordinal}": key}, [world.address(each) for each in own]
            agents[name], _ = await stack.enter_async_context(
                world.agent(tmp_path / name.decode(), *services, keys=keys, nodes=nodes, ordinal=ordinal)
            )
        await stack.enter_async_context(
            i2p_network.joined(world.network, tmp_path / "clients", *map(i2p_network.proxy, ports))
        )
        for agent in agents.values():
            await agent.until(lambda told: _is_published(told) and told["siblingsReached"] == 1)
            assert (await agent.status())["standIns"] == []

        agents.pop(await _asked_twice(ports[0], world.address(shared))).lose()
        ((left, survivor),) = agents.items()
        with journal.step("a stand-in was published after the loss of the node that was published last"):
            await survivor.until(lambda told: told["standIns"] == [{"isPublished": True}], seconds=STANDS_IN_SECONDS)
        with journal.step("a new client was answered by the stand-in"):
            assert left in await _answers(ports[1:], world.address(shared))


@side_by_side.case
async def test_an_i2pd_that_found_no_router_is_started_anew(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """It looks for its first ones only when it starts: the network, or the way to it, may have come up later."""
    world = worlds["i2p"]
    assert isinstance(world, I2p)
    folders = {name: tmp_path / name for name in ("config", "keys", "extra", "data", "run")}
    for folder in folders.values():
        folder.mkdir()
    (folders["config"] / "i2p.json").write_text('{"schema": 1, "extra": true}')
    reseed = tmp_path / "reseed.zip"
    lines = world.network.place() | {"reseed.zipfile": str(reseed)}
    (folders["extra"] / "i2pd.conf").write_text(i2p_network.configuration(lines))
    program = anonymity_programs.programs().i2pd
    its_room = room.I2p(options.Options(ordinal=0, port=0, program=program, **folders))
    its_room._router.patience = 3.0
    watch = Watch(its_room.folders)
    seen: list[int | None] = []
    try:
        async with asyncio.timeout(sidecars.READY_SECONDS):
            while its_room.status()["knownPeers"] < i2p_network.ROUTERS:
                await agent.turn(its_room, watch)
                if its_room.supervisor.pid not in seen:
                    seen.append(its_room.supervisor.pid)
                if len([pid for pid in seen if pid]) == 2 and not reseed.exists():
                    reseed.write_bytes(world.network.reseed.read_bytes())
                await asyncio.sleep(agent.EVERY_SECONDS / 4)
    finally:
        await its_room.stop()

    assert its_room.status()["restarts"] == 0
    assert len([pid for pid in seen if pid]) >= 2


def _is_published(told: dict) -> bool:
    return bool(told["services"]) and all(each["isPublished"] for each in told["services"])


async def _asked_twice(socks: int, address: str) -> bytes:
    """Ask as a client that tries once more."""
    with contextlib.suppress(onions.RefusedError):
        return await onions.ask(socks, address, seconds=PATIENCE_SECONDS)
    return await onions.ask(socks, address, seconds=PATIENCE_SECONDS)


async def _answers(ports: Sequence[int], address: str) -> list[bytes | None]:
    """Return what clients hear who come one after another: who is led to a lost node knows no better for minutes."""
    found: list[bytes | None] = []
    for port in ports:
        try:
            found.append(await onions.ask(port, address, seconds=NEWCOMER_SECONDS))
        except onions.RefusedError:
            found.append(None)
    return found


async def _is_reached(agent: contained.Contained, world: I2p, key: bytes) -> None:
    """Wait until a destination can be found, and ask it: who asks earlier waits longer."""
    address = world.address(key)
    await agent.until(lambda told: any(each["address"] == address and each["isPublished"] for each in told["services"]))
    await onions.until_reached(world.socks, address)
