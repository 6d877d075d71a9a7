# SPDX-License-Identifier: Apache-2.0
"""The door to aiohttp: which of its exceptions become which of ours."""

import errno
import inspect
import socket
import ssl
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import cast
from unittest import mock

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from aiomonero import errors
from aiomonero.transport import http

_KEY = ConnectionKey("host", 1, is_ssl=False, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)


def _subclasses(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def _caused_by(cause: BaseException) -> BaseException:
    error = aiohttp.ClientOSError(*cause.args)
    error.__cause__ = cause
    return error


def _no_connection(error: OSError) -> BaseException:
    return aiohttp.ClientConnectorError(_KEY, error)


def _bare(kind: type[BaseException]) -> BaseException:
    error = kind.__new__(kind)
    error._conn_key, error._os_error = _KEY, OSError("gone")
    return error


@pytest.mark.parametrize("kind", sorted(set(_subclasses(aiohttp.ClientError)), key=str))
def test_every_exception_of_the_client_is_ours_afterwards(kind: type[BaseException]) -> None:
    """None of the client's exceptions falls through to the last resort of the table."""
    assert any(issubclass(kind, theirs) for theirs, _ in http._FAILURES)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (_bare(aiohttp.ClientConnectorError), errors.ConnectFailed),
        (_bare(aiohttp.ClientConnectorDNSError), errors.ConnectFailed),
        (_bare(aiohttp.ClientConnectorSSLError), errors.TlsFailed),
        (aiohttp.ClientConnectorCertificateError(_KEY, ssl.CertificateError()), errors.TlsFailed),
        (aiohttp.ServerDisconnectedError(), errors.Closed),
        (aiohttp.ClientPayloadError(), errors.Closed),
        (ConnectionResetError(), errors.Closed),
        (aiohttp.InvalidURL("x"), errors.LocalProtocolError),
        (aiohttp.NonHttpUrlClientError("ftp://x"), errors.LocalProtocolError),
        (UnicodeError("label empty or too long"), errors.LocalProtocolError),
        (aiohttp.ServerTimeoutError(), errors.TimedOut),
        (TimeoutError(), errors.TimedOut),
        (ssl.SSLCertVerificationError(1, "another fingerprint"), errors.TlsFailed),
        (_caused_by(ssl.SSLError(1, "TLSV13_ALERT_CERTIFICATE_REQUIRED")), errors.TlsFailed),
        (_caused_by(ssl.SSLEOFError(8, "the other side left")), errors.Closed),
        (OSError("too many open files"), errors.ConnectFailed),
        (aiohttp.ClientError(), errors.RemoteProtocolError),
    ],
    ids=lambda value: value.__name__ if inspect.isclass(value) else type(value).__name__,
)
def test_each_failure_says_what_happened(error: BaseException, kind: type[errors.MoneroError]) -> None:
    """The caller learns whether anybody listened, answered in time, or hung up."""
    assert type(http._failure(error, 1.0)) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.Unauthorized),
        (403, errors.Unauthorized),
        (404, errors.NotFound),
        (503, errors.Busy),
        (302, errors.RemoteProtocolError),
        (500, errors.RemoteProtocolError),
    ],
)
def test_each_refusing_status_says_what_to_do(status: int, kind: type[errors.MoneroError]) -> None:
    """A redirection is nonsense from a daemon and never followed."""
    with pytest.raises(kind):
        http._check_status(status)


async def test_a_closed_transport_stays_closed() -> None:
    """A task that outlives the transport gets an error instead of a connection that nobody closes."""
    async with http.HttpTransport() as transport:
        pass

    with pytest.raises(errors.LocalProtocolError):
        await transport.get("http://127.0.0.1:1/", timeout_seconds=1)


@pytest.mark.parametrize("url", ["", "http:///x", "ftp://a/", "http://[::1/", "http://127.0.0.1:99999/"])
async def test_what_is_no_url_is_our_fault(url: str) -> None:
    """Nobody is looked up or called for it."""
    async with http.HttpTransport() as transport:
        with pytest.raises(errors.LocalProtocolError):
            await transport.get(url, timeout_seconds=1)


async def test_a_hidden_service_is_not_looked_up_without_a_proxy() -> None:
    """The attempt fails before a connection, and so a resolver, is thought of."""
    async with http.HttpTransport() as transport:
        with pytest.raises(errors.LocalProtocolError, match="proxy only") as caught:
            await transport.get("http://a.onion:1/", timeout_seconds=1)

    assert caught.value.endpoint == "http://a.onion:1/"


async def test_no_error_leads_to_the_proof_of_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client's exception about a broken answer would show the headers of the request."""
    request = aiohttp.RequestInfo(
        URL("http://a:1/"), "POST", CIMultiDictProxy(CIMultiDict({"Authorization": "s3cret"})), URL("http://a:1/")
    )
    broken = aiohttp.ClientResponseError(request, (), message="broken")
    async with http.HttpTransport() as transport:
        monkeypatch.setattr(http, "_ask", mock.AsyncMock(side_effect=broken))
        with pytest.raises(errors.RemoteProtocolError) as caught:
            await transport.get("http://a:1/", timeout_seconds=1)

    seen: BaseException | None = caught.value
    while seen is not None:
        assert "s3cret" not in repr(seen)
        seen = seen.__cause__ or seen.__context__


class _Content:
    async def iter_any(self) -> AsyncIterator[bytes]:
        for _ in range(64):
            yield bytes(2**14)


async def test_an_answer_is_in_memory_once() -> None:
    """The largest have a hundred megabytes."""
    response = cast(aiohttp.ClientResponse, SimpleNamespace(content=_Content(), content_length=None))
    tracemalloc.start()
    try:
        body = await http._read(response, 2**21)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(body) == 2**20
    assert peak < 1.5 * 2**20


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (aiohttp.ServerDisconnectedError(), "hung up without an answer: is this its RPC port? If it speaks TLS"),
        (aiohttp.ClientOSError(errno.ECONNRESET, "reset"), "connection reset by peer: the server hung up without"),
        (
            aiohttp.ClientResponseError(mock.Mock(), (), status=400, message="Expected HTTP/, RTSP/ or ICE/"),
            "what answers does not speak HTTP: is this the RPC port?",
        ),
        (
            _no_connection(ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed")),
            "connection refused",
        ),
        (_no_connection(socket.gaierror(socket.EAI_NONAME, "Name or service not known")), "no such host"),
        (_no_connection(socket.gaierror(socket.EAI_AGAIN, "Temporary failure")), "the resolver does not answer"),
        (_no_connection(OSError(errno.EHOSTUNREACH, "x")), "no route to host"),
        (OSError("Could not contact DNS servers"), "Could not contact DNS servers"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_failures_are_told_in_words(error: BaseException, told: str) -> None:
    """Numbers of errors and the client's insides are for nobody; they stay in the cause."""
    assert told in http._failure(error, 1.0).message
    assert "Errno" not in http._failure(error, 1.0).message
