# SPDX-License-Identifier: Apache-2.0
"""What the agent answers, and to whom."""

import json

import pytest

from monero_agent import server

SITE = server.Site(lambda: {"schema": 1, "services": [{"address": "secret.onion"}]}, lambda: True)


def _respond(request, *, is_near=True):
    return SITE.respond(request + b"\r\nHost: x\r\n\r\n", is_near=is_near)


def test_the_kubelet_may_ask_for_life_and_only_neighbors_for_more():
    """The status names addresses, which whoever scans the cluster need not learn."""
    assert _respond(b"GET /healthz HTTP/1.1", is_near=False)[0] == 200
    assert _respond(b"GET /status HTTP/1.1", is_near=False)[::2] == (403, b"only for containers of the same pod\n")
    assert json.loads(_respond(b"GET /status HTTP/1.1")[2])["schema"] == 1


def test_an_agent_that_is_deaf_says_so():
    """The kubelet begins it anew; nobody else would notice."""
    assert server.Site(dict, lambda: False).respond(b"GET /healthz HTTP/1.1\r\n\r\n", is_near=False)[0] == 503


@pytest.mark.parametrize(
    ("request_line", "code"),
    [
        (b"POST /status HTTP/1.1", 405),
        (b"GET / HTTP/1.1", 404),
        (b"GET /status/../status HTTP/1.1", 404),
        (b"GET /status", 400),
        (b"\x16\x03\x01", 400),
        (b"", 400),
    ],
)
def test_anything_else_is_refused(request_line, code):
    """Scanners and mistaken clients get an answer that ends the matter."""
    assert _respond(request_line)[0] == code


@pytest.mark.parametrize(
    ("peer", "is_near"),
    [
        (("127.0.0.1", 5), True),
        (("127.9.9.9", 5), True),
        (("::1", 5, 0, 0), True),
        (("::ffff:127.0.0.1", 5, 0, 0), True),
        (("::ffff:10.244.0.7", 5, 0, 0), False),
        (("10.244.0.7", 5), False),
        (("fe80::1%eth0", 5, 0, 2), False),
        (None, False),
    ],
)
def test_neighbors_are_those_on_loopback(peer, is_near):
    """A socket for both families shows IPv4 in the notation of IPv6."""
    assert server.is_loopback(peer) == is_near
