# SPDX-License-Identifier: Apache-2.0
"""The RPC of three releases behind a SOCKS5 proxy, with everything that a careful person turns on at once."""

import asyncio
import hashlib
import json
import logging
import os
import ssl
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from tests.support import certificates, loopback, monerod, releases
from tests.support.socks import SocksProxy

# The proxy serves in the loop of the fixture that started it.
pytestmark = pytest.mark.asyncio(loop_scope="session")

LOGIN = Login("operator", 'h:u"s\\h ünd so')
CIRCUIT = Login("circuit", "7")
ONION = "p53lf57qovyuvwsc6xnrppyply3vtqm7l6pcobkmyqsiofyeznfu5uqd.onion"


class Door(NamedTuple):
    """A daemon that asks for a login and for a certificate, the proxy that leads to it, and what opens it."""

    daemon: monerod.Monerod
    socks: SocksProxy
    tls: certificates.Pair
    visitor: certificates.Pair

    @property
    def url(self) -> str:
        return f"https://{ONION}:{self.daemon.restricted_port}"

    def trust(self, fingerprint: str = "") -> Trust:
        return _trust(self.visitor, fingerprint or _fingerprint(self.tls))


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=releases.RELEASES)
async def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    """Run a daemon of the release with login and TLS, for visitors with a certificate of an authority."""
    folder = tmp_path_factory.mktemp("door")
    authority, other = (certificates.authority(folder, name) for name in ("authority", "other"))
    tls = certificates.server(other, folder, "nobody", names="DNS:nobody.example")
    visitor = certificates.client(authority, folder, "visitor")
    command = releases.programs(request.param).monerod
    asking = f"--rpc-ssl-ca-certificates={authority.certificate}"
    trust = _trust(visitor, _fingerprint(tls))
    async with (
        monerod.running(folder / "data", asking, login=LOGIN, tls=tls, trust=trust, command=command) as daemon,
        SocksProxy({ONION: daemon.restricted_port}, login=CIRCUIT).running() as socks,
    ):
        yield Door(daemon, socks, tls, visitor)


async def test_login_pin_certificate_and_proxy_together(door: Door) -> None:
    """The daemon behind the name answers, and only the proxy was told the name."""
    async with Node(door.url, login=LOGIN, trust=door.trust(), proxy=door.socks.address) as node:
        first = await node.rpc.get_info()
        again = await node.rpc.get_info()

    assert first.height == again.height == 1
    assert door.socks.log[-1] == (ONION, door.daemon.restricted_port)


async def test_another_certificate_is_not_the_pinned_one(door: Door) -> None:
    """Nothing is asked of a daemon whose certificate is another, and the error shows which it is."""
    trust = door.trust("ab" * 32)
    async with Node(door.url, login=LOGIN, trust=trust, proxy=door.socks.address, policy=monerod.QUICK) as node:
        with pytest.raises(errors.TlsFailed, match=_fingerprint(door.tls)):
            await node.rpc.get_info()


async def test_who_shows_no_certificate_is_turned_away(door: Door) -> None:
    """The login alone is not enough for a daemon that asks for a certificate."""
    trust = Trust(fingerprints=(_fingerprint(door.tls),))
    async with Node(door.url, login=LOGIN, trust=trust, proxy=door.socks.address, policy=monerod.QUICK) as node:
        with pytest.raises(errors.TlsFailed):
            await node.rpc.get_info()


async def test_a_wrong_login_is_told_through_the_proxy_too(door: Door) -> None:
    """Each secret has an error of its own, and none stands in it."""
    guess = Login(LOGIN.username, "guessed")
    async with Node(door.url, login=guess, trust=door.trust(), proxy=door.socks.address) as node:
        with pytest.raises(errors.Unauthorized) as caught:
            await node.rpc.get_info()

    assert "guessed" not in repr(caught.value) + str(caught.value)


async def test_a_proxy_that_is_away_or_wants_a_login_is_not_the_daemon(door: Door) -> None:
    """The error says that the proxy is to blame, and which."""
    (closed,) = loopback.free_ports(1)
    for proxy in (Proxy("127.0.0.1", closed), Proxy("127.0.0.1", door.socks.port)):
        async with Node(door.url, login=LOGIN, trust=door.trust(), proxy=proxy, policy=monerod.QUICK) as node:
            with pytest.raises(errors.ProxyRefused) as caught:
                await node.rpc.get_info()
        assert caught.value.endpoint == f"{door.url}/json_rpc"


async def test_nobody_behind_the_proxy_is_nobody_there(door: Door) -> None:
    """A name that the proxy does not know, and a port that nobody listens on."""
    (closed,) = loopback.free_ports(1)
    for url in ("https://elsewhere.onion:1", f"http://127.0.0.1:{closed}"):
        async with Node(url, proxy=door.socks.address, policy=monerod.QUICK) as node:
            with pytest.raises(errors.ConnectFailed):
                await node.rpc.get_info()


async def test_a_hidden_service_without_a_proxy_is_not_asked_for(door: Door) -> None:
    """The system's resolver never learns the name."""
    async with Node(door.url, policy=monerod.QUICK) as node:
        with pytest.raises(errors.LocalProtocolError, match="proxy only"):
            await node.rpc.get_info()


async def test_the_command_goes_the_same_way(door: Door) -> None:
    """It goes through the proxy to a daemon that asks for everything; what is secret comes by variables."""
    tls = ("--tls-client-cert", door.visitor.certificate, "--tls-client-key", door.visitor.key)
    pin = ("--tls-fingerprint", _fingerprint(door.tls))
    way = ("--address", door.url)
    proxy = f"socks5://circuit:7@127.0.0.1:{door.socks.port}"
    who = ("--username", LOGIN.username)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "aiomonero.cli", "daemon", "get-version", "--json", *way, *who, *pin, *tls),
        env={**os.environ, "MONERO_PASSWORD": LOGIN.password, "MONERO_PROXY": proxy},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()

    assert process.returncode == 0
    assert json.loads(printed)["version"] >= 3 << 16


async def test_no_secret_is_told_to_anybody(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    """Neither what is logged with everything turned on, nor a trace with all its causes, nor a representation."""
    caplog.set_level(logging.DEBUG)
    guess = Login("operator", "a guessed secret")
    told = []
    async with Node(door.url, login=LOGIN, trust=door.trust(), proxy=door.socks.address) as node:
        await node.rpc.get_info()
        told += [repr(node.__dict__), repr(door.socks.address)]
    for login, proxy in ((guess, door.socks.address), (LOGIN, Proxy("127.0.0.1", door.socks.port, guess))):
        async with Node(door.url, login=login, trust=door.trust(), proxy=proxy, policy=monerod.QUICK) as node:
            with pytest.raises(errors.MoneroError) as caught:
                await node.rpc.get_info()
        told += traceback.format_exception(caught.value)

    for secret in (LOGIN.password, guess.password):
        assert secret not in "".join(told) + caplog.text


async def test_an_encrypted_key_is_refused_instead_of_waited_for(door: Door, tmp_path: Path) -> None:
    """Nobody sits at a terminal to type its password."""
    trust = Trust(client_certificate=door.visitor.certificate, client_key=_locked(door.visitor.key, tmp_path))

    with pytest.raises(ValueError, match="encrypted"):
        Node(door.url, trust=trust)


def _locked(key: Path, folder: Path) -> Path:
    made = folder / "locked.key"
    subprocess.run(["openssl", "pkey", "-in", key, "-aes256", "-passout", "pass:secret", "-out", made], check=True)
    return made


def _trust(visitor: certificates.Pair, fingerprint: str) -> Trust:
    return Trust(fingerprints=(fingerprint,), client_certificate=visitor.certificate, client_key=visitor.key)


def _fingerprint(pair: certificates.Pair) -> str:
    """Write it as openssl does."""
    der = ssl.PEM_cert_to_DER_cert(Path(pair.certificate).read_text())
    return hashlib.sha256(der).digest().hex(":").upper()
