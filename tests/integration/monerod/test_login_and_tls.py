# SPDX-License-Identifier: Apache-2.0
"""Daemons that want a login and speak TLS: who gets in, at what cost, and what everybody else is told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from tests.support import certificates, exporter, monerod
from tests.support.relay import Relay

LOGIN = Login("operator", 'h:u"s\\h ünd so')


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def authority(tmp_path_factory: pytest.TempPathFactory) -> certificates.Pair:
    """Make an authority that no system trusts."""
    return certificates.authority(tmp_path_factory.mktemp("authority"), "authority")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[monerod.Monerod]:
    """Run a daemon with a login over plain HTTP, so that its requests can be counted."""
    async with monerod.running(tmp_path_factory.mktemp("guarded"), login=LOGIN) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def secure(
    tmp_path_factory: pytest.TempPathFactory, authority: certificates.Pair
) -> AsyncIterator[monerod.Monerod]:
    """Run a daemon with a login that speaks only TLS."""
    folder = tmp_path_factory.mktemp("secure")
    tls = certificates.server(authority, folder, "monerod")
    async with monerod.running(folder / "data", login=LOGIN, tls=tls) as running:
        yield running


async def test_one_round_trip_per_call_after_the_first(guarded: monerod.Monerod) -> None:
    """The first call is challenged; the others reuse the nonce of its connection."""
    async with _relayed(guarded) as relay, Node(relay.url, login=LOGIN) as node:
        await node.rpc.get_version()
        first = relay.requests
        for _ in range(10):
            await node.rpc.get_version()

    assert first == 2
    assert relay.requests == 12


async def test_calls_at_once_are_challenged_once_per_connection(guarded: monerod.Monerod) -> None:
    """Each connection has a nonce of its own, and none is asked twice."""
    async with _relayed(guarded) as relay, Node(relay.url, login=LOGIN) as node:
        for _ in range(5):
            await asyncio.gather(*(node.rpc.get_info() for _ in range(4)))

    assert relay.connections == 4
    assert relay.requests == 5 * 4 + 4


async def test_a_connection_that_the_daemon_closed_costs_one_challenge_more(guarded: monerod.Monerod) -> None:
    """The old nonce means nothing to a new connection; the call succeeds all the same."""
    async with _relayed(guarded) as relay, Node(relay.url, login=LOGIN) as node:
        await node.rpc.get_version()
        await relay.hang_up()
        version = await node.rpc.get_version()

    assert version.rpc_version >= (3, 10)
    assert (relay.connections, relay.requests) == (2, 4)


@pytest.mark.parametrize(
    "login",
    [
        pytest.param(None, id="none"),
        pytest.param(Login("operator", "guessed"), id="a wrong password"),
        pytest.param(Login("somebody", LOGIN.password), id="a wrong name"),
    ],
)
async def test_who_has_no_login_is_unauthorized(login: Login | None, guarded: monerod.Monerod) -> None:
    """Both ports refuse at once, and the error does not tell the password."""
    for url in (guarded.url, guarded.restricted_url):
        async with Node(url, login=login, policy=monerod.QUICK) as node:
            with pytest.raises(errors.Unauthorized, match="the login is missing or wrong") as caught:
                await node.rpc.get_version()

        assert "guessed" not in repr(caught.value) + str(caught.value)
        assert caught.value.method == "get_version"


async def test_a_certificate_of_a_known_authority_is_believed(
    secure: monerod.Monerod, authority: certificates.Pair
) -> None:
    """The authority's file is enough, and login and TLS go together."""
    trust = Trust(ca_file=authority.certificate)
    async with Node(secure.url, login=LOGIN, trust=trust) as node:
        assert (await node.rpc.get_info()).height >= 1


@pytest.mark.parametrize("has_file", [False, True], ids=["the system's authorities", "another authority"])
async def test_a_certificate_of_a_stranger_is_not(has_file: bool, secure: monerod.Monerod, tmp_path: Path) -> None:
    """Nothing is asked of a daemon that cannot prove itself."""
    trust = Trust(ca_file=certificates.authority(tmp_path, "another").certificate) if has_file else None
    async with Node(secure.url, login=LOGIN, trust=trust, policy=monerod.QUICK) as node:
        with pytest.raises(errors.TlsFailed):
            await node.rpc.get_info()


async def test_a_certificate_of_another_name_is_not(authority: certificates.Pair, tmp_path: Path) -> None:
    """Who has a certificate of the same authority is not yet everybody."""
    tls = certificates.server(authority, tmp_path, "elsewhere", names="DNS:elsewhere.example")
    trust = Trust(ca_file=authority.certificate)
    async with (
        monerod.running(tmp_path / "data", tls=tls) as running,
        Node(running.url, trust=trust, policy=monerod.QUICK) as node,
    ):
        with pytest.raises(errors.TlsFailed):
            await node.rpc.get_info()


async def test_a_certificate_that_nobody_signed_is_believed_by_its_fingerprint(tmp_path: Path) -> None:
    """It is made, and its fingerprint printed, by monero's own tool; another one is not believed."""
    pair, fingerprint = certificates.unsigned(tmp_path)
    async with monerod.running(tmp_path / "data", tls=pair) as running:
        for port in (running.url, running.restricted_url):
            async with Node(port, trust=Trust(fingerprints=(fingerprint,))) as node:
                assert (await node.rpc.get_info()).height >= 1
        async with Node(running.url, trust=Trust(fingerprints=("AB" * 32,)), policy=monerod.QUICK) as node:
            with pytest.raises(errors.TlsFailed, match=f"another fingerprint: {fingerprint}"):
                await node.rpc.get_info()


async def test_plain_http_to_a_daemon_of_tls_is_closed(secure: monerod.Monerod) -> None:
    """The daemon hangs up; that is no answer."""
    async with Node(secure.url.replace("https", "http"), login=LOGIN, policy=monerod.QUICK) as node:
        with pytest.raises(errors.TransportError):
            await node.rpc.get_info()


async def test_the_exporter_watches_a_daemon_with_login_and_tls(
    secure: monerod.Monerod, authority: certificates.Pair, tmp_path: Path
) -> None:
    """The login comes by variable or by file, the trust by file or by saying insecure."""
    text = f"{LOGIN.username}:{LOGIN.password}"
    file = tmp_path / "login"
    file.write_text(f"{text}\n")
    by_variable = exporter.beside(secure.url, "--rpc-insecure", variables={"MONERO_EXPORTER_RPC_LOGIN": text})
    by_file = exporter.beside(secure.url, f"--rpc-login-file={file}", f"--rpc-ca-file={authority.certificate}")

    async with by_variable as one, by_file as other:
        first, second = await one.status(), await other.status()
        metrics = await one.get("/metrics")

    assert first.ready
    assert second.ready
    assert b"monero_up 1.0" in metrics.body


async def test_an_exporter_without_the_login_says_so(secure: monerod.Monerod) -> None:
    """A refusal is told in words; the exporter itself lives on."""
    async with exporter.beside(secure.url, "--rpc-insecure") as watcher:
        status, alive = await watcher.status(), await watcher.get("/healthz")

    assert [reason.code for reason in status.reasons] == ["DaemonRefused"]
    assert "the login is missing or wrong" in status.reasons[0].message
    assert alive.code == 200


@contextlib.asynccontextmanager
async def _relayed(daemon: monerod.Monerod) -> AsyncIterator[Relay]:
    async with Relay(daemon.rpc_port).running() as relay:
        yield relay
