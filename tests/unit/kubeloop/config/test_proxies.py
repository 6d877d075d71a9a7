# SPDX-License-Identifier: Apache-2.0
"""Which proxy leads to a server, as Go decides it."""

from __future__ import annotations

import base64

import pytest

from kubeloop import errors
from kubeloop.config import proxies

PROXY = {"HTTPS_PROXY": "http://proxy:3128"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ""),
        (PROXY, "http://proxy:3128"),
        ({"https_proxy": "proxy:3128"}, "http://proxy:3128"),
        ({"https_proxy": "https://lower", "HTTPS_PROXY": "https://upper"}, "https://upper"),
        ({"HTTP_PROXY": "http://other"}, ""),
    ],
)
def test_proxy_is_the_environment_s(environment, expected):
    """Upper case wins, and each scheme has its own variable."""
    assert proxies.from_environment("https://api.example.com:6443", environment) == expected


@pytest.mark.parametrize(
    ("server", "exceptions", "is_proxied"),
    [
        ("https://api.example.com:6443", "", True),
        ("https://api.example.com:6443", "*", False),
        ("https://api.example.com:6443", "other.com, example.com", False),
        ("https://api.example.com:6443", ".example.com", False),
        ("https://api.example.com:6443", "*.example.com", False),
        ("https://example.com", ".example.com", True),
        ("https://notexample.com", "example.com", True),
        ("https://API.example.com:6443", "api.EXAMPLE.com:6443", False),
        ("https://api.example.com", "api.example.com:443", False),
        ("https://api.example.com:6443", "api.example.com:443", True),
        ("https://10.1.2.3:6443", "10.0.0.0/8", False),
        ("https://10.1.2.3:6443", "10.1.2.3", False),
        ("https://10.1.2.3:6443", "10.1.2.3:443", True),
        ("https://10.1.2.3:6443", "11.0.0.0/8,nonsense/x,,[", True),
        ("https://[fd00::1]:6443", "fd00::/8", False),
        ("https://[fd00::1]:6443", "[fd00::1]:6443", False),
        ("https://[fd00::1]:6443", "fd00::1", False),
        ("https://[fd00::1]:6443", "fd00::2", True),
        ("https://127.0.0.1:6443", "", False),
        ("https://[::1]:6443", "", False),
        ("https://localhost:6443", "", False),
    ],
)
def test_exceptions_are_go_s(server, exceptions, is_proxied):
    """Domains with what is below them, addresses, networks, ports; this machine is never behind a proxy."""
    proxy = proxies.from_environment(server, PROXY | {"NO_PROXY": exceptions})

    assert bool(proxy) == is_proxied


@pytest.mark.parametrize("proxy", ["ftp://h", "http://", "socks5://me:secret@h:1", "http://me:secret@h:x", "http://[h"])
def test_what_is_no_http_proxy_is_refused(proxy):
    """The message names the variable and does not repeat what may be a password."""
    with pytest.raises(errors.ConfigError, match="HTTPS_PROXY") as caught:
        proxies.from_environment("https://api", {"HTTPS_PROXY": proxy})
    assert "secret" not in str(caught.value)


def test_password_becomes_a_header():
    """URLs are shown in errors."""
    url, header = proxies.without_password("http://me:a%40b@[::1]:3128")

    assert (url, header) == ("http://[::1]:3128", "Basic " + base64.b64encode(b"me:a@b").decode())
    assert proxies.without_password("http://h:1") == ("http://h:1", "")
    assert proxies.without_password("") == (None, "")
