# SPDX-License-Identifier: Apache-2.0
"""Being let in by a real API server while everything rolls, through proxies, and while the server refuses or hangs."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import dataclasses
import datetime as dt
import json
import signal
import ssl
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kubeloop import errors
from kubeloop.client import http
from kubeloop.client.http import HttpClient
from kubeloop.config import exec_credentials, exec_plugin, kubeconfig, rotating
from kubeloop.config.access import Access
from kubeloop.objects.kind import Kind
from tests.support import apiserver, certificates, waiting
from tests.support.apiserver import ApiServer
from tests.support.greeter import CONFIG_MAP
from tests.support.proxy import HttpProxy, Refusing

NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
BODY = b'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"credentials","namespace":"default"}}'
SOON_SECONDS = 15
"""Less than an attempt may take, and plenty for a busy machine."""
ROLL_SECONDS = 90
"""An API server looks at its certificate's files when they change, and once a minute."""


def load(server: ApiServer, folder: Path, user: str, cluster: str = "") -> Access:
    """Write a kubeconfig for this user and load it."""
    path = folder / "kubeconfig"
    trust = f'server: "https://127.0.0.1:{server.port}", certificate-authority: {server.serving.certificate}'
    path.write_text(
        f"{{current-context: x, contexts: [{{name: x, context: {{cluster: x, user: x}}}}],"
        f" clusters: [{{name: x, cluster: {{{trust}{cluster}}}}}], users: [{{name: x, user: {user}}}]}}"
    )
    return kubeconfig.load(path)


async def look(client: HttpClient) -> int:
    """Do what only an administrator may."""
    return len((await client.list(NAMESPACES)).items)


def answer(version: str = "v1", **status: str) -> str:
    """Return what an exec plugin prints."""
    api_version = f"client.authentication.k8s.io/{version}"
    return json.dumps({"apiVersion": api_version, "kind": "ExecCredential", "status": status})


class Plugin:
    """An exec plugin: a program that writes down how it was called and does what a test wants."""

    def __init__(self, folder: Path, program: str) -> None:
        self._runs = folder / "runs"
        self._answer = folder / "answer"
        self._path = folder / "plugin"
        self._path.write_text(
            f"#!{sys.executable} -SE\nimport os, sys, time, pathlib\n"
            f"with open({str(self._runs)!r}, 'a') as runs: print(os.environ['KUBERNETES_EXEC_INFO'], file=runs)\n"
            f"answer = pathlib.Path({str(self._answer)!r})\n{program}\n"
        )
        self._path.chmod(0o700)

    def answers(self, text: str) -> None:
        """Set what it prints."""
        self._answer.write_text(text)

    @property
    def runs(self) -> list[dict]:
        """What it was told, one entry for each run."""
        return [json.loads(line) for line in self._runs.read_text().splitlines()]

    def user(self, version: str = "v1", more: str = "") -> str:
        """Return the user of a kubeconfig."""
        return f"{{exec: {{command: {self._path}, apiVersion: client.authentication.k8s.io/{version}{more}}}}}"


@pytest.fixture
def plugin(tmp_path: Path) -> Plugin:
    """Make a plugin that prints its answer."""
    return Plugin(tmp_path, "print(answer.read_text())")


async def test_rolled_client_certificate_is_used_without_a_restart(server, tmp_path):
    """New files are new connections with the new identity."""
    pair = certificates.client(server.client_authority, tmp_path, "me", group="nobodies")
    admin = certificates.client(server.client_authority, tmp_path, "admin")
    user = f"{{client-certificate: {pair.certificate}, client-key: {pair.key}}}"
    async with HttpClient(load(server, tmp_path, user)) as client:
        with pytest.raises(errors.Forbidden, match='User "me"'):
            await look(client)

        pair.replace(admin)
        await asyncio.sleep(rotating.LOOK_SECONDS)

        assert await look(client)


async def test_client_certificate_of_a_stranger_is_let_in_when_it_is_replaced(server, tmp_path):
    """An authority that the server does not know is a 401, after which the files are looked at at once."""
    stranger = certificates.authority(tmp_path, "stranger")
    pair = certificates.client(stranger, tmp_path, "me")
    user = f"{{client-certificate: {pair.certificate}, client-key: {pair.key}}}"
    async with HttpClient(load(server, tmp_path, user)) as client:
        with pytest.raises(errors.Forbidden) as caught:
            await look(client)

        pair.replace(certificates.client(server.client_authority, tmp_path, "admin"))

        assert caught.value.status == 401
        assert await look(client)


async def test_token_that_was_rolled_a_moment_ago_is_found(server, tmp_path):
    """The old one is refused before the next look at the file: the request is sent again with the new one."""
    path = tmp_path / "token"
    path.write_text("revoked")
    async with HttpClient(load(server, tmp_path, f"{{tokenFile: {path}}}")) as client:
        with pytest.raises(errors.Forbidden):
            await look(client)

        path.write_text(apiserver.ADMIN_TOKEN + "\n")

        assert await look(client)
        await client.apply(CONFIG_MAP, "default", "credentials", BODY, manager="test")


async def test_watch_opens_with_the_new_token_too(server, tmp_path):
    """It is refused and repeated like a request."""
    path = tmp_path / "token"
    path.write_text("revoked")
    async with HttpClient(load(server, tmp_path, f"{{tokenFile: {path}}}")) as client:
        with pytest.raises(errors.Forbidden):
            await look(client)
        path.write_text(apiserver.ADMIN_TOKEN)

        watch = client.watch(NAMESPACES, resource_version="0", timeout_seconds=1)

        assert [event.type async for event in watch]


def presented(server: ApiServer) -> str:
    """Return the certificate that the server shows to new connections."""
    return ssl.get_server_certificate(("127.0.0.1", server.port), timeout=5)


async def test_rolled_serving_certificate_is_trusted_without_a_restart(server, tmp_path, monkeypatch):
    """Its authority is new too, and was looked at a moment ago: a server that is a stranger is looked at again."""
    monkeypatch.setattr(rotating, "LOOK_SECONDS", 3600)
    authority = certificates.authority(tmp_path, "next")
    rolled = certificates.server(authority, tmp_path, "rolled")
    rolled.certificate.write_text(rolled.certificate.read_text() + authority.certificate.read_text())
    access = load(server, tmp_path, f"{{token: {apiserver.ADMIN_TOKEN}}}")
    old = (await access.credentials.current()).tls
    before = presented(server)

    server.serving.replace(rolled)
    await asyncio.to_thread(
        waiting.until, lambda: presented(server) != before, seconds=ROLL_SECONDS, what="the certificate rolls"
    )

    async with HttpClient(access) as client:
        assert await look(client)
    assert (await access.credentials.current()).tls is not old


async def test_certificate_of_another_name_needs_to_be_told(server, tmp_path):
    """`tls-server-name` is what the certificate is compared with."""
    admin = f"{{token: {apiserver.ADMIN_TOKEN}}}"
    async with HttpClient(load(server, tmp_path, admin, ", tls-server-name: localhost")) as client:
        assert await look(client)
    async with HttpClient(load(server, tmp_path, admin, ", tls-server-name: other")) as client:
        with pytest.raises(errors.Unreachable, match="certificate"):
            await look(client)


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
async def test_exec_plugin_gives_a_token(server, tmp_path, plugin, version):
    """It is told the version and nothing of the cluster, and runs once for many requests."""
    plugin.answers(answer(version, token=apiserver.ADMIN_TOKEN))
    async with HttpClient(load(server, tmp_path, plugin.user(version))) as client:
        await asyncio.gather(*(look(client) for _ in range(8)))

    api_version = f"client.authentication.k8s.io/{version}"
    assert plugin.runs == [{"apiVersion": api_version, "kind": "ExecCredential", "spec": {"interactive": False}}]


async def test_exec_plugin_gives_a_certificate(server, tmp_path, plugin):
    """And is told of the cluster if it wants to know."""
    admin = certificates.client(server.client_authority, tmp_path, "admin")
    plugin.answers(answer(clientCertificateData=admin.certificate.read_text(), clientKeyData=admin.key.read_text()))
    async with HttpClient(load(server, tmp_path, plugin.user(more=", provideClusterInfo: true"))) as client:
        assert await look(client)

    told = plugin.runs[0]["spec"]["cluster"]
    assert told["server"] == f"https://127.0.0.1:{server.port}"
    assert base64.b64decode(told["certificate-authority-data"]) == server.serving.certificate.read_bytes()


async def test_revoked_token_is_refreshed_by_the_plugin(server, tmp_path, plugin):
    """Requests that are refused wait for one run, and succeed."""
    plugin.answers(answer(token="revoked"))
    async with HttpClient(load(server, tmp_path, plugin.user())) as client:
        with pytest.raises(errors.Forbidden):
            await look(client)
        runs = len(plugin.runs)
        plugin.answers(answer(token=apiserver.ADMIN_TOKEN))

        await asyncio.gather(*(look(client) for _ in range(8)))

    assert (runs, len(plugin.runs)) == (2, 3)


async def test_expired_token_is_not_even_sent(server, tmp_path, plugin):
    """The plugin runs again when its answer's time is over."""
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - a plugin's answer names a time of the wall clock
    expires = (now + dt.timedelta(seconds=exec_plugin.MARGIN_SECONDS + 5)).isoformat()
    plugin.answers(answer(token=apiserver.ADMIN_TOKEN, expirationTimestamp=expires))
    async with HttpClient(load(server, tmp_path, plugin.user())) as client:
        await look(client)
        await look(client)
        before = len(plugin.runs)
        plugin.answers(answer(token=apiserver.ADMIN_TOKEN))
        await asyncio.sleep(5)

        await look(client)

    assert (before, len(plugin.runs)) == (1, 2)


async def test_plugin_that_fails_says_why(server, tmp_path):
    """The end of what it wrote to stderr is part of the error, and the next request runs it again."""
    plugin = Plugin(tmp_path, "sys.exit('x' * 5000 + ' log in first')")
    async with HttpClient(load(server, tmp_path, plugin.user())) as client:
        for _ in range(2):
            with pytest.raises(errors.ConfigError, match=r"ended with 1 and said: x+ log in first$") as caught:
                await look(client)

    assert len(plugin.runs) == 2
    assert len(str(caught.value)) < 2000


async def test_plugin_that_hangs_is_killed_with_its_children(server, tmp_path, monkeypatch):
    """Its output may be held open by something that it started."""
    monkeypatch.setattr(exec_credentials, "RUN_TIMEOUT_SECONDS", 5.0)
    plugin = Plugin(tmp_path, "child = os.fork()\nif child: answer.write_text(str(child))\ntime.sleep(600)")
    async with HttpClient(load(server, tmp_path, plugin.user())) as client:
        with pytest.raises(errors.ConfigError, match="within 5 s"):
            await asyncio.gather(*(look(client) for _ in range(8)))

    child = int((tmp_path / "answer").read_text())
    await asyncio.to_thread(waiting.until, lambda: not is_running(child), seconds=5, what="the child is gone")
    assert len(plugin.runs) == 1


def is_running(pid: int) -> bool:
    """Whether a process has neither ended nor become a zombie."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


async def test_absent_plugin_says_how_to_install_it(server, tmp_path):
    """The hint of the kubeconfig is part of the error."""
    user = "{exec: {command: absent-plugin, apiVersion: client.authentication.k8s.io/v1, installHint: buy one}}"
    async with HttpClient(load(server, tmp_path, user)) as client:
        with pytest.raises(errors.ConfigError, match=r"'absent-plugin' cannot be run .*: buy one"):
            await look(client)


async def test_proxy_leads_to_the_server(server, tmp_path):
    """TLS goes through it to the server itself, for requests and watches."""
    async with HttpProxy(password="me:secret").running() as between:
        cluster = f', proxy-url: "http://me:secret@127.0.0.1:{between.port}"'
        async with HttpClient(load(server, tmp_path, f"{{token: {apiserver.ADMIN_TOKEN}}}", cluster)) as client:
            assert await look(client)
            assert [event async for event in client.watch(NAMESPACES, resource_version="0", timeout_seconds=1)]

    assert set(between.targets) == {f"127.0.0.1:{server.port}"}


async def test_proxy_that_refuses_is_named_without_its_password(server, tmp_path):
    """Neither the error nor what caused it shows a secret."""
    async with HttpProxy(password="me:other").running() as between:
        cluster = f', proxy-url: "http://me:secret@127.0.0.1:{between.port}"'
        async with HttpClient(load(server, tmp_path, f"{{token: {apiserver.ADMIN_TOKEN}}}", cluster)) as client:
            with pytest.raises(errors.Unreachable, match="407") as caught:
                await client.apply(CONFIG_MAP, "default", "credentials", BODY, manager="test")

    shown = f"{caught.value} {caught.value.__cause__} {caught.value.__cause__!r}"
    assert "secret" not in shown
    assert apiserver.ADMIN_TOKEN not in shown


def refusal(status: str, *headers: str) -> bytes:
    """Return an answer without a body, after which the connection ends."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "Connection: close", "", ""]).encode()


@contextlib.asynccontextmanager
async def refusing(server: ApiServer, *answers: bytes) -> AsyncIterator[HttpClient]:
    """Talk to the server through one that refuses first."""
    identity = await server.access.credentials.current()
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(server.serving.certificate, server.serving.key)
    between = Refusing(server.port, *answers, serving=serving, trust=identity.tls)
    async with between.running():
        access = dataclasses.replace(server.access, server=f"https://127.0.0.1:{between.port}")
        async with HttpClient(access) as client:
            yield client


async def seconds_of_a_write(client: HttpClient) -> float:
    """Return how long an apply takes."""
    started = asyncio.get_running_loop().time()
    await client.apply(CONFIG_MAP, "default", "credentials", BODY, manager="test")
    return asyncio.get_running_loop().time() - started


async def test_busy_server_is_given_the_time_that_it_asks_for(server):
    """In seconds or as a date."""
    seconds = refusal("429 Too Many Requests", "Retry-After: 1")
    date = ("Date: Wed, 21 Oct 2026 07:28:00 GMT", "Retry-After: Wed, 21 Oct 2026 07:28:01 GMT")
    async with refusing(server, seconds, refusal("503 Service Unavailable", *date)) as client:
        assert 2.0 <= await seconds_of_a_write(client) < SOON_SECONDS


async def test_failure_that_may_have_happened_is_repeated_for_reads_only(server):
    """A 500 without a word on when to come again says nothing about what was done."""
    failure = refusal("500 Internal Server Error")
    async with refusing(server, failure) as client:
        with pytest.raises(errors.ServerError):
            await seconds_of_a_write(client)
        assert await look(client)
    async with refusing(server, failure, failure) as client:
        assert await look(client)


async def test_lost_answer_is_asked_for_again_by_reads_only(server):
    """The connection breaks after the request was sent, before any answer."""
    async with refusing(server, b"", b"") as client:
        assert await look(client)
    async with refusing(server, b"") as client:
        with pytest.raises(errors.Unreachable):
            await seconds_of_a_write(client)


async def test_redirect_is_not_followed(server):
    """The token would go along."""
    async with refusing(server, refusal("307 Temporary Redirect", "Location: https://127.0.0.1:9/")) as client:
        with pytest.raises(errors.ApiError, match="307"):
            await look(client)


@contextlib.contextmanager
def stopped(server: ApiServer):
    """Let the server hang: connections stay, nothing is said."""
    server.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.signal(signal.SIGCONT)


async def test_server_that_hangs_ends_requests_at_their_deadline(server):
    """Over connections that exist and over new ones, reads with all their repetitions."""
    async with HttpClient(server.access, deadline_seconds=2.0) as client:
        await look(client)
        with stopped(server):
            started = asyncio.get_running_loop().time()
            calls = [look(client), look(client), seconds_of_a_write(client)]
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
            took = asyncio.get_running_loop().time() - started

    assert [isinstance(each, errors.Unreachable) for each in outcomes] == [True] * 3
    assert 1.9 <= took < SOON_SECONDS


async def test_write_ends_when_its_permit_does(server):
    """A deposed leader's write is not waited for any longer than it was allowed."""
    async with HttpClient(server.access, permit=lambda: 0.5) as client:
        await seconds_of_a_write(client)
        with stopped(server), pytest.raises(errors.Unreachable):
            async with asyncio.timeout(SOON_SECONDS):
                await seconds_of_a_write(client)


async def test_hanging_attempt_is_repeated_on_another_connection(server, monkeypatch):
    """The next attempt of a read finds the server awake again."""
    monkeypatch.setattr(http, "ATTEMPT_TIMEOUT_SECONDS", 1.0)
    async with HttpClient(server.access) as client:
        await look(client)
        with stopped(server):
            reading = asyncio.create_task(look(client))
            await asyncio.sleep(1.1)

        assert await reading
