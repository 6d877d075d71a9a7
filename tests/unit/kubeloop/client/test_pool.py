# SPDX-License-Identifier: Apache-2.0
"""What the errors of the HTTP library become; connections themselves need a real server."""

from __future__ import annotations

import aiohttp
import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from kubeloop import errors
from kubeloop.client import pool

URL_WITH_SECRET = URL("http://me:secret@proxy:3128")
HEADERS = CIMultiDictProxy(CIMultiDict({"Authorization": "Bearer secret"}))
INFO = aiohttp.RequestInfo(URL_WITH_SECRET, "CONNECT", HEADERS, URL_WITH_SECRET)
UNUSED = {"WebSocketError", "WSMessageTypeError", "EofStream"}
"""Of WebSockets, and of multipart bodies."""


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (aiohttp.ClientHttpProxyError(INFO, (), status=407, message="who are you"), "get: 407 who are you"),
        (aiohttp.ServerDisconnectedError(), "get: Server disconnected"),
        (aiohttp.ClientOSError(104, "reset"), "get: [Errno 104] reset"),
        (TimeoutError(), "get: TimeoutError"),
    ],
)
def test_lost_answer_is_unreachable(error, sentence):
    """What was sent may have had its effect; the sentence never shows a header or a URL."""
    made = pool.unreachable("get", error)

    assert (type(made), str(made)) == (errors.Unreachable, sentence)


def test_connection_that_never_was_is_told_apart():
    """Nothing was sent, so anything may be sent again."""
    assert isinstance(pool.unreachable("get", aiohttp.ConnectionTimeoutError("connect")), pool.Unsent)


def test_every_error_of_the_library_is_one_of_the_failures():
    """Nothing but our own errors leaves the client."""
    public = [getattr(aiohttp, name) for name in aiohttp.__all__]
    raised = [each for each in public if isinstance(each, type) and issubclass(each, Exception)]

    assert {each.__name__ for each in raised if not issubclass(each, (*pool.FAILURES, Warning))} <= UNUSED
