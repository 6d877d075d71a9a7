# SPDX-License-Identifier: Apache-2.0
"""The agent and its tor in a private Tor network: what befalls keys, configuration and tor, and who still gets in."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from monero_agent.tor import control
from monero_operator.keys import client, onion
from tests.support import (
    anonymity_programs,
    contained,
    hidden_tor,
    hidden_worlds,
    journal,
    loopback,
    onions,
    side_by_side,
    sidecars,
    waiting,
)
from tests.support.hidden_tor import Tor

KEY = "rpc-0.secret_key"
PREVIOUS = f"{KEY}.previous"
EXIT_SECONDS = 10.0
IS_UP = "Bootstrapped 100%"


def _service(target: int, **more: object) -> dict[str, object]:
    return hidden_tor.service("rpc", "rpc-{ordinal}", f"{onions.PORT} 127.0.0.1:{target}", **more)


def _document(target: int, *lines: str) -> dict[str, object]:
    puzzle = ["HiddenServicePoWDefensesEnabled 1"]
    document = {"schema": 1, "lines": ["SocksPort 0", *lines], "services": [_service(target, lines=puzzle)]}
    return document | {"maps": {}, "extra": True}


async def _is_reached(agent: sidecars.Sidecar, socks: int, onion: str) -> None:
    """Wait until an onion is published, and reach it: who asks before that waits long for the answer."""
    await agent.until(lambda told: any(each["address"] == onion and each["isPublished"] for each in told["services"]))
    await onions.until_reached(socks, onion)


def _codes(told: dict) -> list[str]:
    return [problem["code"] for problem in told["problems"]]


@side_by_side.case
async def test_an_onion_outlives_what_befalls_its_keys_and_its_tor(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """In a container without rights: keys are swapped, broken and retired, tor is killed, and the agent told to end."""
    world = worlds["tor"]
    assert isinstance(world, Tor)
    first, second = world.make_key(), world.make_key()
    async with (
        onions.greeting() as target,
        contained.running(tmp_path, _document(target), {KEY: first}, {"torrc": world.network.torrc}) as agent,
    ):
        with journal.step("an onion is reached after the agent's start"):
            await _is_reached(agent, world.socks, world.address(first))
        assert {name: agent.facts(name) for name in ("CapEff", "NoNewPrivs", "NSpid")} == {
            "CapEff": "0" * 16,
            "NoNewPrivs": "1",
            "NSpid": f"{agent.agent()}\t1",
        }
        assert agent.facts("Uid").split()[0] == str(contained.USER)
        told = await agent.status()
        assert [(each["address"], each["isPrevious"]) for each in told["services"]] == [(world.address(first), False)]
        assert told["problems"] == []

        agent.keys.put({KEY: second, PREVIOUS: first})
        with journal.step("the new onion of a rotation is reached"):
            await _is_reached(agent, world.socks, world.address(second))
        assert await onions.ask(world.socks, world.address(first)) == onions.GREETING

        agent.keys.put({KEY: second[:-1]})
        await agent.until(lambda told: _codes(told) == ["KeyInvalid"])
        await onions.until_refused(world.socks, world.address(first))
        assert await onions.ask(world.socks, world.address(second)) == onions.GREETING

        os.kill(agent.router(), signal.SIGKILL)
        assert await _page(f"http://127.0.0.1:{agent.port}/healthz") == "ok\n"
        with journal.step("an onion is reached after its tor was killed"):
            await _is_reached(agent, world.socks, world.address(second))
        await agent.until(lambda told: told["services"][0]["isPublished"] and told["restarts"] == 1)

        os.kill(agent.agent(), signal.SIGTERM)
        assert agent.process.wait(EXIT_SECONDS) == 0
        assert {"state", "cached-microdesc-consensus"} <= {path.name for path in (tmp_path / "data/tor").iterdir()}


@side_by_side.case
async def test_lines_that_tor_does_not_take_harm_nothing_that_is_served(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """Nothing is begun without lines that are announced; later ones that are wrong are told, and not followed."""
    world = worlds["tor"]
    assert isinstance(world, Tor)
    key = world.make_key()
    address = world.address(key)
    (metrics,) = loopback.free_ports(1)
    lines = (f"MetricsPort 127.0.0.1:{metrics}", "MetricsPortPolicy accept 127.0.0.1")
    async with (
        onions.greeting() as target,
        contained.running(tmp_path, _document(target, *lines), {KEY: key}, {}) as agent,
    ):
        await agent.until(lambda told: _codes(told) == ["ExtraMissing"])
        assert not (await agent.status())["running"]

        agent.extra.put({"torrc": world.network.torrc})
        await _is_reached(agent, world.socks, address)

        agent.extra.put({"torrc": f"{world.network.torrc}\nNoSuchOption 1"})
        await agent.until(lambda told: _codes(told) == ["ConfigInvalid"])
        line = len(f"{world.network.torrc}\n".splitlines()) + 1
        assert f"tor does not take line {line} of torrc;" in (await agent.status())["problems"][0]["message"]
        assert await onions.ask(world.socks, address) == onions.GREETING
        os.kill(agent.router(), signal.SIGKILL)
        await agent.until(lambda told: told["restarts"] == 1)
        await _is_reached(agent, world.socks, address)

        said = await _page(f"http://127.0.0.1:{metrics}/metrics")
        name = address.removesuffix(onion.SUFFIX)
        assert f'tor_hs_pow_suggested_effort{{onion="{name}"}} 0' in said
        points = (await agent.status())["services"][0]["introductionPoints"]
        assert f'tor_hs_intro_established_count{{onion="{name}"}} {points}' in said


@side_by_side.case
async def test_only_authorized_clients_reach_an_onion(tmp_path: Path, worlds: dict[str, hidden_worlds.World]) -> None:
    """Who has no key, or one that was taken away, is refused; elsewhere a mistake left such onions open to all."""
    world = worlds["tor"]
    assert isinstance(world, Tor)
    key = world.make_key()
    address = world.address(key)
    (alice, alices), (bob, bobs) = (client.make(os.urandom(client.ENTROPY_BYTES)) for _ in range(2))
    own = {name: _client_folder(tmp_path / name, address, secret) for name, secret in (("a", alices), ("b", bobs))}
    async with (
        onions.greeting() as target,
        world.agent(tmp_path / "of alice", keys={}, lines=[f"ClientOnionAuthDir {own['a']}"]) as (_, socks_a, _),
        world.agent(tmp_path / "of bob", keys={}, lines=[f"ClientOnionAuthDir {own['b']}"]) as (_, socks_b, _),
        world.agent(tmp_path / "service", _service(target, clients={"alice": alice}), keys={"rpc-0": key}) as (
            served,
            *_,
        ),
    ):
        await _is_reached(served, socks_a, address)
        for stranger in (socks_b, world.socks):
            with pytest.raises(onions.RefusedError):
                await onions.ask(stranger, address)

        document = json.loads((served.config.folder / "tor.json").read_text())
        document["services"] = [_service(target, clients={"bob": bob})]
        served.config.put({"tor.json": json.dumps(document)})

        with journal.step("a client that was added is admitted"):
            await onions.until_reached(socks_b, address)
        await onions.until_refused(socks_a, address)
        with pytest.raises(onions.RefusedError):
            await onions.ask(world.socks, address)


@side_by_side.case
async def test_with_bridges_tor_is_entered_by_nothing_else(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """Its onion is reached, and tor itself has no connection but to the bridge, which no directory knows."""
    world = worlds["tor"]
    assert isinstance(world, Tor)
    key = world.make_key()
    async with onions.greeting() as target, _bridge(world, tmp_path / "bridge") as bridge:
        lines = ["UseBridges 1", f"Bridge {bridge}"]
        service = _service(target)
        async with world.agent(tmp_path / "it", service, keys={"rpc-0": key}, lines=lines) as (agent, *_):
            await _is_reached(agent, world.socks, world.address(key))

            asked = await control.connect(agent.run / "tor/control", lambda _: None)
            connections = (await asked.info("orconn-status"))["orconn-status"].splitlines()
            await asked.close()
    fingerprint = bridge.partition(" ")[2]
    assert {line.partition("~")[0].partition("=")[0] for line in connections} == {f"${fingerprint}"}


@contextlib.asynccontextmanager
async def _bridge(world: Tor, folder: Path) -> AsyncIterator[str]:
    """Run a bridge of the private network until the end of the block; gives what follows `Bridge` in a torrc."""
    (port,) = loopback.free_ports(1)
    _write_bridge(folder, world.network.torrc, port)
    tor = anonymity_programs.programs().tor
    process = await asyncio.create_subprocess_exec(tor, "-f", folder / "torrc", stdout=asyncio.subprocess.DEVNULL)
    try:
        await asyncio.to_thread(
            waiting.until, lambda: IS_UP in (folder / "log").read_text(), seconds=120, what="a bridge"
        )
        yield f"127.0.0.1:{port} {(folder / 'fingerprint').read_text().split()[1]}"
    finally:
        process.kill()
        await process.wait()


def _write_bridge(folder: Path, torrc: str, port: int) -> None:
    folder.mkdir(mode=0o700)
    own = ("SocksPort 0", f"DataDirectory {folder}", f"OrPort 127.0.0.1:{port}", "Address 127.0.0.1")
    hidden = ("BridgeRelay 1", "PublishServerDescriptor 0", "ExitRelay 0", "AssumeReachable 1")
    (folder / "torrc").write_text(torrc + "\n".join([*own, *hidden, f"Log notice file {folder / 'log'}", ""]))


async def _page(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.text()


def _client_folder(folder: Path, address: str, secret: str) -> Path:
    folder.mkdir(mode=0o700)
    (folder / "it.auth_private").write_text(client.private_line(address, secret))
    return folder
