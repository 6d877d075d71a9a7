# SPDX-License-Identifier: Apache-2.0
"""SOCKS5 as a client speaks it (RFC 1928, with the login of RFC 1929): what to send, and how much to read before that.

A conversation is a generator of steps that is sent what each step expects. Reading exactly that much leaves the first
bytes of the stream behind the proxy where they are. Names travel as they are: only the proxy looks them up.
"""

import ipaddress
from collections.abc import Generator
from typing import NamedTuple

from aiomonero import errors
from aiomonero.types.login import Login
from aiomonero.types.number import MOST_PORT


class Step(NamedTuple):
    """Bytes to send, and how many to read exactly before the next step."""

    send: bytes
    expects: int


Conversation = Generator[Step, bytes, None]

_VERSION = 5
_LOGIN_VERSION = 1
_NO_LOGIN, _WITH_LOGIN, _NO_METHOD = 0x00, 0x02, 0xFF
_CONNECT = 1
_IPV4, _NAME, _IPV6 = 1, 3, 4
_PORT_BYTES = 2
_ADDRESS_BYTES = {_IPV4: 4, _IPV6: 16}
_NAME_LIMIT_BYTES = 255

# What the proxy says of the other side; all else it says of itself.
_UNREACHED = {
    0x01: "the proxy could not connect",
    0x03: "the proxy finds its network unreachable",
    0x04: "the proxy finds no such host, or no way to it",
    0x05: "the connection was refused behind the proxy",
    0x06: "the proxy gave up waiting for it",
}
_REFUSED = {
    0x02: "the proxy's rules do not allow it",
    0x07: "the proxy makes no outgoing connections",
    0x08: "the proxy does not know this type of address",
}


def connect(host: str, port: int, login: Login | None = None) -> Conversation:
    """Ask for a connection to `host`; the stream behind the proxy begins where the conversation ends.

    Raises ConnectFailed where the proxy could not connect, ProxyRefused where it does not want to, RemoteProtocolError
    where it is no SOCKS5 proxy, and LocalProtocolError for a host or a port that cannot be asked for.
    """
    request = _request(host, port)
    yield from _introduce(login)
    version, reply, _, kind = yield Step(request, 4)
    _check_version(version)
    _check_reply(reply)
    yield from _skip_address(kind)


def _introduce(login: Login | None) -> Conversation:
    # Without a login in common the proxy shall refuse: Tor tells its users apart by it.
    wanted = _WITH_LOGIN if login else _NO_LOGIN
    version, method = yield Step(bytes([_VERSION, 1, wanted]), 2)
    _check_version(version)
    if method == _NO_METHOD:
        raise errors.ProxyRefused("the proxy does not take a login" if login else "the proxy wants a login")
    if method != wanted:
        raise errors.RemoteProtocolError(f"the proxy chose method {method}, which was not offered")
    if login:
        yield from _log_in(login)


def _log_in(login: Login) -> Conversation:
    texts = [text.encode() for text in (login.username, login.password)]
    _, status = yield Step(bytes([_LOGIN_VERSION]) + b"".join(bytes([len(text)]) + text for text in texts), 2)
    if status:
        raise errors.ProxyRefused("the proxy does not accept the login")


def _request(host: str, port: int) -> bytes:
    if not 0 < port <= MOST_PORT:
        raise errors.LocalProtocolError(f"{port} is no port")
    return bytes([_VERSION, _CONNECT, 0]) + _address(host) + port.to_bytes(_PORT_BYTES, "big")


def _address(host: str) -> bytes:
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return _name(host)
    return bytes([_IPV4 if literal.version == 4 else _IPV6]) + literal.packed


def _name(host: str) -> bytes:
    if not host.isascii() or not 0 < len(host) <= _NAME_LIMIT_BYTES:
        raise errors.LocalProtocolError(f"{host[:_NAME_LIMIT_BYTES]!r} is no name of a host in ASCII")
    return bytes([_NAME, len(host)]) + host.encode()


def _check_version(version: int) -> None:
    if version != _VERSION:
        raise errors.RemoteProtocolError(f"there is no SOCKS5 proxy: it answers with version {version}")


def _check_reply(reply: int) -> None:
    if reason := _UNREACHED.get(reply):
        raise errors.ConnectFailed(f"{reason} (SOCKS5 reply {reply})")
    if reply:
        raise errors.ProxyRefused(f"{_REFUSED.get(reply, 'the proxy refuses')} (SOCKS5 reply {reply})")


def _skip_address(kind: int) -> Conversation:
    # Where the proxy connects from; Tor and I2P say zeros, and nobody needs the others' answer.
    if kind == _NAME:
        (size,) = yield Step(b"", 1)
    else:
        size = _ADDRESS_BYTES.get(kind, 0)
        if not size:
            raise errors.RemoteProtocolError(f"the proxy answers with an address of unknown type {kind}")
    yield Step(b"", size + _PORT_BYTES)
