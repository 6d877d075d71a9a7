# SPDX-License-Identifier: Apache-2.0
"""A private Tor network on loopback: authorities, relays, and what makes another tor part of it.

Nothing leaves the machine: its authorities are its own, and tests ask its relays for addresses of loopback, or such as
nobody has and no relay leads to.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import random
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path

from localkube import debian
from tests.support import anonymity_programs, loopback

AUTHORITIES = 3
RELAYS = 12
"""With fewer than nine Onionbalance never finds enough directories."""
OR_PORT, DIR_PORT = 5000, 7000
BRIDGE = 200
OBFS4 = "/usr/bin/obfs4proxy"
"""A pluggable transport, as Debian has it."""
BUSTLE = Path(__file__).resolve().parents[2] / "examples" / "07-behind-tor" / "network" / "bustle.py"
CONSENSUS_SECONDS = 120.0
"""The first one takes 15 to 25 s; this is for machines that do much else."""
_COMMON = """TestingTorNetwork 1
PathsNeededToBuildCircuits 0.67
TestingDirAuthVoteExit *
TestingDirAuthVoteHSDir *
TestingDirAuthVoteGuard *
TestingMinExitFlagThreshold 0
V3AuthNIntervalsValid 2
ShutdownWaitLength 0
LearnCircuitBuildTimeout 0
CircuitBuildTimeout 10
"""
"""A tor that has seen too few circuits to know how long they take waits three minutes for an answer that is lost; so it
waits for half of one."""
_SERVER = """SocksPort 0
AssumeReachable 1
ServerDNSDetectHijacking 0
ServerDNSTestAddresses
"""
# shorter intervals than these make the first consensus later, not earlier
_AUTHORITY = """ExitRelay 0
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
ContactInfo nobody@example.org
TestingV3AuthInitialVotingInterval 20
TestingV3AuthInitialVoteDelay 4
TestingV3AuthInitialDistDelay 4
V3AuthVotingInterval 20
V3AuthVoteDelay 4
V3AuthDistDelay 4
"""
_RELAY = """ExitRelay 1
ExitPolicyRejectPrivate 0
ExitPolicy reject 192.0.2.0/24:*
ExitPolicy reject 198.51.100.0/24:*
ExitPolicy reject 203.0.113.0/24:*
ExitPolicy accept *:10000-29999
ExitPolicy reject *:*
"""
"""Clients know of an exit only a summary of its policy, and one for loopback alone would come to nothing; so a port may
be asked for at any address but those that nobody has, which are what tests tell a program to dial."""
_BRIDGE = """BridgeRelay 1
PublishServerDescriptor 0
ExtORPort auto
ExitRelay 0
"""
_NO_AUTHORITY = f"xyzzy 127.0.0.1:1 {'f' * 40}"
_END_SECONDS = 10.0


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """A running network: `torrc` makes a tor part of it, `command` is that of its own tors."""

    torrc: str
    command: str
    block: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Member:
    nickname: str
    address: str
    home: Path

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def control(self) -> Path:
        return self.home / "control"


@contextlib.asynccontextmanager
async def running(folder: Path, programs: anonymity_programs.Programs) -> AsyncIterator[Network]:
    """Run a network until the end of the block; tors can join when it begins."""
    block = _free_block()
    authorities = [_member(folder, f"auth{n}", f"{block}.{n + 1}") for n in range(AUTHORITIES)]
    others = [_member(folder, f"relay{n}", f"{block}.{n + 20}") for n in range(RELAYS)]
    lines = await asyncio.gather(*(_found(programs, each) for each in authorities))
    torrc = _COMMON + "".join(lines)
    texts = {each: f"{_AUTHORITY}DirPort {each.address}:{DIR_PORT}\n" for each in authorities}
    texts |= dict.fromkeys(others, _RELAY)
    async with contextlib.AsyncExitStack() as stack:
        # who is late for the first vote is in no consensus before the second
        processes = (_process(programs.tor, each, torrc + _SERVER + text) for each, text in texts.items())
        await asyncio.gather(*map(stack.enter_async_context, processes))
        *members, last = (*authorities, *others)
        await _until_consensus(last)
        await stack.enter_async_context(_bustle(last, members))
        yield Network(torrc, programs.tor, block)


@contextlib.asynccontextmanager
async def bridge(network: Network, folder: Path) -> AsyncIterator[str]:
    """Run a bridge that is entered by obfs4 only, until the end of the block; yields the line that people get of it."""
    await asyncio.to_thread(debian.install, ["obfs4proxy"])
    member = _member(folder, "bridge", f"{network.block}.{BRIDGE}")
    (port,) = loopback.free_ports(1)
    listens = f"{_BRIDGE}ServerTransportPlugin obfs4 exec {OBFS4}\nServerTransportListenAddr obfs4 127.0.0.1:{port}\n"
    async with _process(network.command, member, network.torrc + _SERVER + listens):
        told = member.home / "pt_state" / "obfs4_bridgeline.txt"
        await _until(lambda: told.exists() and "cert=" in told.read_text())
        certificate = told.read_text().splitlines()[-1].partition("<FINGERPRINT> ")[2]
        fingerprint = (member.home / "fingerprint").read_text().split()[1]
        yield f"obfs4 127.0.0.1:{port} {fingerprint} {certificate}"


def _member(folder: Path, nickname: str, address: str) -> _Member:
    member = _Member(nickname, address, folder / nickname)
    member.keys.mkdir(parents=True)
    member.home.chmod(0o700)
    member.keys.chmod(0o700)
    return member


async def _found(programs: anonymity_programs.Programs, authority: _Member) -> str:
    """Make the keys of an authority, and return the line by which others know it."""
    at = f"{authority.address}:{DIR_PORT}"
    files = {
        "-i": authority.keys / "authority_identity_key",
        "-s": authority.keys / "authority_signing_key",
        "-c": authority.keys / "authority_certificate",
    }
    options = [str(word) for pair in files.items() for word in pair]
    passphrase = ("--create-identity-key", "--passphrase-fd", "0")
    await _told(b"none\n", programs.tor_gencert, *passphrase, *options, "-m", "12", "-a", at)
    identity = re.search(r"^fingerprint (\w+)$", files["-c"].read_text(), re.MULTILINE)
    assert identity, files["-c"]
    about = {"ORPort": "1", "DataDirectory": str(authority.home), "Nickname": authority.nickname}
    about |= {"DirServer": _NO_AUTHORITY}
    words = [word for name, value in about.items() for word in (f"--{name.lower()}", value)]
    told = await _told(
        b"",
        programs.tor,
        "--ignore-missing-torrc",
        "-f",
        str(authority.home / "none"),
        "--quiet",
        *words,
        "--list-fingerprint",
    )
    fingerprint = told.partition(" ")[2].replace(" ", "").strip()
    return f"DirAuthority {authority.nickname} orport={OR_PORT} no-v2 v3ident={identity[1]} {at} {fingerprint}\n"


@contextlib.asynccontextmanager
async def _process(tor: str, member: _Member, text: str) -> AsyncIterator[None]:
    torrc, log = member.home / "torrc", member.home / "log"
    own: Mapping[str, object] = {
        "Nickname": member.nickname,
        "Address": member.address,
        "OrPort": f"{member.address}:{OR_PORT}",
        "DataDirectory": member.home,
        "ControlSocket": member.control,
        "Log": f"notice file {log}",
    }
    torrc.write_text(text + "".join(f"{name} {value}\n" for name, value in own.items()))
    process = await asyncio.create_subprocess_exec(tor, "-f", torrc, stdout=asyncio.subprocess.DEVNULL)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await asyncio.wait_for(process.wait(), _END_SECONDS)


@contextlib.asynccontextmanager
async def _bustle(one: _Member, others: Iterable[_Member]) -> AsyncIterator[None]:
    """Have one relay use the links of all others until the end of the block."""
    names = (each.nickname for each in others)
    process = await asyncio.create_subprocess_exec(sys.executable, BUSTLE, one.control, *names)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.wait_for(process.wait(), _END_SECONDS)


async def _until_consensus(relay: _Member) -> None:
    """Wait until a relay has what clients need to build circuits."""
    log = relay.home / "log"
    await _until(lambda: log.exists() and "Bootstrapped 100%" in log.read_text())


async def _until(look: Callable[[], bool]) -> None:
    async with asyncio.timeout(CONSENSUS_SECONDS):
        while not look():  # noqa: ASYNC110 - files of a program are polled
            await asyncio.sleep(0.1)


async def _told(given: bytes, *command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    told, complaint = await process.communicate(given)
    assert not process.returncode, f"{' '.join(command)}: {complaint.decode()}"
    return told.decode()


def _free_block() -> str:
    """Return a block of loopback where no other network is, such as that of tests that run at the same time."""
    for number in random.sample(range(1, 255), 20):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind((f"127.1.{number}.1", OR_PORT))
            return f"127.1.{number}"
    raise OSError(f"port {OR_PORT} is taken on all of 127.1.0.0/16")
