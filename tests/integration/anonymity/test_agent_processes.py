# SPDX-License-Identifier: Apache-2.0
"""The agent's rooms with real processes and sockets, and no network: programs that end, hang and will not stop."""

import asyncio
import contextlib
import ctypes
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monero_agent import agent, options, server
from monero_agent import supervisor as supervisors
from monero_agent import watch as watches
from monero_agent.supervisor import Supervisor
from monero_agent.tor import control, room, verify, witness
from monero_agent.watch import Watch
from tests.support import anonymity_programs, loopback

PR_SET_CHILD_SUBREAPER = 36
SECONDS = 20.0
SLEEP = ("sleep", "600")
ORPHAN = ("sh", "-c", "(sleep 0.01 & echo $! >$0); exec sleep 600")
STUBBORN = ("sh", "-c", "trap '' TERM; echo >$0; while :; do sleep 0.1; done")


async def _until(holds) -> None:
    async with asyncio.timeout(SECONDS):
        while not holds():  # noqa: ASYNC110 - processes have no events
            await asyncio.sleep(0.01)


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    """One that hardly waits before it starts its program again."""
    one = Supervisor("it", first_delay_seconds=0.02)
    yield one
    await one.stop()


async def test_what_ends_is_started_again(supervisor):
    """However it ended; how is told."""
    supervisor.start(SLEEP)
    await _until(lambda: supervisor.pid)

    os.kill(supervisor.pid, signal.SIGKILL)
    await _until(lambda: supervisor.restarts == 1 and supervisor.is_running)

    assert supervisor.last_end == "was ended by signal 9"


async def test_what_ends_at_once_is_started_ever_more_slowly(supervisor):
    """A mistake that stays must not cost the node its CPU."""
    began = asyncio.get_running_loop().time()
    supervisor.start(("false",))

    await _until(lambda: supervisor.restarts == 4)

    assert asyncio.get_running_loop().time() - began > 0.02 * (1 + 2 + 4 + 8)
    assert supervisor.last_end == "ended with code 1"


async def test_what_cannot_be_started_is_told_and_tried_again(supervisor):
    """An image of the user's may lack the program."""
    supervisor.start(("/nowhere/tor",))

    await _until(lambda: supervisor.restarts == 2)

    assert "could not be started" in supervisor.last_end


async def test_what_is_replaced_runs_anew_and_is_no_restart(supervisor):
    """Counts of restarts are for what was not wanted."""
    supervisor.start(SLEEP)
    await _until(lambda: supervisor.pid)
    before = supervisor.pid

    await supervisor.replace()
    await _until(lambda: supervisor.is_running and supervisor.pid != before)

    assert supervisor.restarts == 0


async def test_what_changed_is_tried_at_once(supervisor):
    """Whoever corrects a configuration does not wait for what the wrong one cost."""
    supervisor._delay = supervisors.LONGEST_DELAY_SECONDS
    supervisor.start(("false",))
    await _until(lambda: supervisor.last_end)

    supervisor.reload()
    await _until(lambda: supervisor.restarts == 1)
    assert supervisor._delay < 1


async def test_a_program_is_told_to_read_again_only_once_it_has_answered(supervisor, tmp_path):
    """Before it has a handler for the signal, that would end it."""
    script = "sleep 0.3; trap 'echo >$0/told' HUP; echo >$0/up; while :; do sleep 0.05; done"
    supervisor.start(("sh", "-c", script, str(tmp_path)))
    await _until(lambda: supervisor.pid)

    supervisor.reload()
    await _until((tmp_path / "up").exists)
    assert (supervisor.reloads, supervisor.runs) == (0, 1)
    supervisor.answered()
    await _until((tmp_path / "told").exists)

    assert (supervisor.reloads, supervisor.runs) == (1, 1)


async def test_what_will_not_end_is_killed(supervisor, monkeypatch, tmp_path):
    """The kubelet would do so later, and to the agent too."""
    monkeypatch.setattr(supervisors, "GRACE_SECONDS", 0.05)
    supervisor.start((*STUBBORN, str(tmp_path / "trapped")))
    await _until((tmp_path / "trapped").exists)

    await supervisor.stop()

    assert not supervisor.is_running


async def test_orphans_are_collected(supervisor, tmp_path):
    """As process 1 the agent inherits what a killed tor had started; nobody else would ever ask for their end."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        supervisor.start((*ORPHAN, str(tmp_path / "orphan")))
        await _until(lambda: (tmp_path / "orphan").exists() and (tmp_path / "orphan").read_text())
        orphan = int((tmp_path / "orphan").read_text())
        await _until(lambda: supervisor.reap() or not Path(f"/proc/{orphan}").exists())
        assert supervisor.is_running
    finally:
        prctl(PR_SET_CHILD_SUBREAPER, 0)


async def test_the_server_bounds_whom_it_serves(monkeypatch):
    """Neither silence nor a crowd holds it up: the kubelet is answered, the oldest of the crowd sent away."""
    monkeypatch.setattr(server, "TIMEOUT_SECONDS", 2.0)
    (port,) = loopback.free_ports(1)
    async with server.serving(port, dict), contextlib.AsyncExitStack() as stack:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(server.MAX_CONNECTIONS)]
        for _, writer in silent:
            stack.callback(writer.close)
            writer.write(b"GET /healthz HTTP/1.1\r\n")

        assert (await _asked(port, source="127.0.0.2")).startswith(b"HTTP/1.1 200 OK\r\n")
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(1):
                assert await silent[0][0].read() == b""
        async with asyncio.timeout(SECONDS):
            ends = await asyncio.gather(*(reader.read() for reader, _ in silent), return_exceptions=True)
        assert {end for end in ends if not isinstance(end, ConnectionError)} <= {b""}
        assert (await _asked(port)).startswith(b"HTTP/1.1 200 OK\r\n")


async def test_an_endless_head_is_not_read():
    """The bound is small, since no request to the agent is large."""
    (port,) = loopback.free_ports(1)
    async with server.serving(port, dict):
        assert await _asked(port, b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 100_000) == b""


async def test_a_tor_that_hangs_is_started_anew(tmp_path, monkeypatch):
    """It is told after some seconds, and after minutes acted on; here both are short."""
    monkeypatch.setattr(control, "TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(supervisors, "GRACE_SECONDS", 0.1)
    monkeypatch.setattr(room, "HUNG_SECONDS", 0.1)
    folders = {name: tmp_path / name for name in ("config", "keys", "extra", "data", "run")}
    folders["config"].mkdir()
    document = {
        "schema": 1,
        "lines": ["SocksPort 0", "DisableNetwork 1", "GeoIPFile /dev/null", "GeoIPv6File /dev/null"],
    }
    (folders["config"] / "tor.json").write_text(json.dumps(document))
    tor = room.Tor(options.Options(ordinal=0, port=0, program=anonymity_programs.programs().tor, **folders))
    watch = Watch(tor.folders)
    try:
        await _turns(tor, watch, lambda: tor.status()["version"])
        hanging = tor.supervisor.pid
        os.kill(hanging, signal.SIGSTOP)
        await _turns(tor, watch, lambda: [each["code"] for each in tor.status()["problems"]] == ["NotAnswering"])
        await _turns(tor, watch, lambda: tor.supervisor.pid not in (None, hanging) and tor.status()["version"])
        assert tor.status()["problems"] == []
    finally:
        await tor._witness.forget()
        await tor.supervisor.stop()


SLOW_ONCE = """#!/bin/sh
case "$*" in *--verify-config*) [ -e $0.asked ] || { touch $0.asked; exec sleep 30; }; exit 0;; esac
exec sleep 600
"""
NOT_YET = """#!/bin/sh
case "$*" in *--verify-config*) [ -e $0.asked ] || { touch $0.asked; echo "[warn] no host"; exit 1; }; exit 0;; esac
exec sleep 600
"""


def _tor(tmp_path: Path, program: str, document: dict[str, object], extra: str = "") -> room.Tor:
    folders = {name: tmp_path / name for name in ("config", "keys", "extra", "data", "run")}
    for name in ("config", "extra", "keys"):
        folders[name].mkdir()
    (folders["config"] / "tor.json").write_text(json.dumps({"schema": 1} | document))
    (folders["extra"] / "torrc").write_text(extra)
    return room.Tor(options.Options(ordinal=0, port=0, program=program, **folders))


def _fake(tmp_path: Path, text: str) -> str:
    program = tmp_path / "tor"
    program.write_text(text)
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize(("text", "code"), [(SLOW_ONCE, "ConfigUnverified"), (NOT_YET, "ConfigInvalid")])
async def test_a_momentary_refusal_is_not_final(tmp_path, monkeypatch, text, code):
    """When a machine boots names are not known yet, and everything is slow."""
    monkeypatch.setattr(verify, "TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(watches, "FIRST_DELAY_SECONDS", 0.1)
    tor = _tor(tmp_path, _fake(tmp_path, text), {})
    watch = Watch(tor.folders)
    try:
        await agent.turn(tor, watch)
        assert ([each["code"] for each in tor.status()["problems"]], tor.supervisor.is_started) == ([code], False)
        await _turns(tor, watch, lambda: tor.supervisor.is_running)
    finally:
        await tor.supervisor.stop()


REFUSES_BAD = """#!/bin/sh
case "$*" in *--verify-config*) grep -q Bad $2 && { echo "[warn] Bad"; exit 1; }; exit 0;; esac
exec sleep 600
"""


async def test_who_was_removed_is_shut_out_though_another_line_is_refused(tmp_path):
    """tor lets in whoever it let in when it began, until it begins anew; who is new waits, and all else is as it was.

    An agent that is started anew then tells what is served all the same.
    """
    clients = {"alice": "A" * 51 + "Q", "bob": "7" * 52}
    service = {"name": "rpc", "key": "rpc", "ports": ["1 127.0.0.1:1"], "clients": clients}
    tor = _tor(tmp_path, _fake(tmp_path, REFUSES_BAD), {"services": [service]})
    secret = bytes([8, *[0] * 30, 0x40]) + bytes(32)
    (tmp_path / "keys/rpc.secret_key").write_bytes(b"== ed25519v1-secret: type0 ==\0\0\0" + secret)
    watch = Watch(tor.folders)
    try:
        await _turns(tor, watch, lambda: tor.supervisor.is_running)
        before = tor.supervisor.pid
        (folder,) = (tmp_path / "run/tor/onions").glob("rpc-*")
        (folder / "hostname").write_text("a" * 56 + ".onion\n")
        del clients["alice"]
        clients["carol"] = "6" * 51 + "Q"
        document = {"schema": 1, "lines": ["Bad 1"], "services": [service]}
        (tmp_path / "config/tor.json").write_text(json.dumps(document))

        await agent.turn(tor, watch)

        assert [each["code"] for each in tor.status()["problems"]][:1] == ["ConfigInvalid"]
        await _until(lambda: tor.supervisor.pid not in (None, before))
        assert [path.name for path in (folder / "authorized_clients").iterdir()] == ["bob.auth"]
        again = room.Tor(tor._options)
        assert not await again.apply()
        await again.supervisor.stop()
        assert [each["address"] for each in again.status()["services"]] == ["a" * 56 + ".onion"]
    finally:
        await tor.supervisor.stop()


async def test_a_missing_program_is_told_as_that(tmp_path):
    """An image of the user's may lack it; no storage is at fault."""
    tor = _tor(tmp_path, str(tmp_path / "nowhere"), {})

    await agent.turn(tor, Watch(tor.folders))

    assert [each["code"] for each in tor.status()["problems"]] == ["ProgramMissing"]


async def test_lines_of_the_user_do_not_shut_the_agent_out_of_its_tor(tmp_path, monkeypatch):
    """tor takes them, and refuses the agent then, who would end it for silence every two minutes."""
    password = "HashedControlPassword 16:872860B76453A77D60CA2BB8C1A7042072093276A3D701AD684053EC4C"
    lines = ["SocksPort 0", "DisableNetwork 1", "GeoIPFile /dev/null", "GeoIPv6File /dev/null"]
    extra = f"CookieAuthentication 1\n{password}\nRunAsDaemon 1\n"
    tor = _tor(tmp_path, anonymity_programs.programs().tor, {"lines": lines, "extra": True}, extra)
    try:
        await _turns(tor, Watch(tor.folders), lambda: tor.status()["version"])
        assert tor.supervisor.is_running
        assert tor.status()["problems"] == []
    finally:
        await tor._witness.forget()
        await tor.supervisor.stop()


async def test_who_refuses_is_not_silent(tmp_path):
    """Only a program that says nothing hangs."""
    gone = asyncio.Event()

    async def refuse(reader, writer):
        gone.clear()
        await reader.readline()
        writer.write(b"515 Authentication failed\r\n")
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        gone.set()

    seen = witness.Witness(tmp_path / "control")
    async with await asyncio.start_unix_server(refuse, tmp_path / "control"), asyncio.timeout(SECONDS):
        for _ in range(2):
            await seen.look(frozenset())
            assert (seen.error.partition(":")[0], seen.silent_seconds) == ("tor refused AUTHENTICATE", 0.0)
            await gone.wait()


async def _turns(tor: room.Tor, watch: Watch, holds) -> None:
    async with asyncio.timeout(SECONDS):
        while not holds():
            await agent.turn(tor, watch)
            await asyncio.sleep(0.05)


async def _asked(port: int, request: bytes = b"GET /healthz HTTP/1.1\r\n\r\n", source: str = "127.0.0.1") -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        async with asyncio.timeout(SECONDS):
            writer.write(request)
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.transport.abort()


async def test_the_agent_ends_at_once_though_its_program_will_not_say_what_it_takes(tmp_path):
    """Looking up a host's name can take a minute, and the kubelet does not wait as long."""
    slow = tmp_path / "tor"
    slow.write_text("#!/bin/sh\ntouch $0.asked\nexec sleep 30\n")
    slow.chmod(0o755)
    (tmp_path / "config").mkdir()
    (tmp_path / "config/tor.json").write_text('{"schema": 1}')
    flags = [f"--{name}-dir={tmp_path / name}" for name in ("config", "keys", "extra", "data", "run")]
    agent_process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monero_agent", "tor", "--listen-port=0", f"--tor={slow}", *flags)
    )
    try:
        await _until((tmp_path / "tor.asked").exists)
        agent_process.terminate()
        async with asyncio.timeout(5):
            assert await agent_process.wait() == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            agent_process.kill()
