# SPDX-License-Identifier: Apache-2.0
"""The first words of two peers, as far as a test needs them: what does a node say of itself to who connects?"""

from __future__ import annotations

import re
import socket
import struct

MAINNET = bytes.fromhex("1230f171610441611731008216a1a110")
"""The network id, which regtest shares."""
HANDSHAKE = 1001
MOST_BYTES = 1_000_000
SECONDS = 10

_HEADER = struct.Struct("<QQBIiII")
_SIGNATURE, _REQUEST, _VERSION = 0x0101010101012101, 1, 1
_STORAGE = bytes.fromhex("011101010101020101")
_U64, _U32, _U8, _STRING, _SECTION = 5, 6, 8, 10, 12


def advertised_port(address: str, port: int, top: tuple[int, str]) -> int:
    """Return the port at which the node behind an address says that it is found; `top` is its height and top hash.

    Who claims a chain that does not fit is sent away, so the asker claims the node's own.
    """
    body = _handshake(*top)
    with socket.create_connection((address, port), SECONDS) as connection:
        connection.settimeout(SECONDS)
        connection.sendall(_HEADER.pack(_SIGNATURE, len(body), 1, HANDSHAKE, 0, _REQUEST, _VERSION) + body)
        answer = _response(connection)
    found = re.search(rb"\x07my_port\x06(....)", answer, re.DOTALL)
    assert found, f"no port in the answer {answer!r}"
    return int.from_bytes(found[1], "little")


def _response(connection: socket.socket) -> bytes:
    """Return the body of the answer; the node may say other things before."""
    while True:
        _, length, _, command, _, flags, _ = _HEADER.unpack(_read(connection, _HEADER.size))
        body = _read(connection, length)
        if command == HANDSHAKE and flags & 2:
            return body


def _read(connection: socket.socket, length: int) -> bytes:
    assert length <= MOST_BYTES
    received = b""
    while len(received) < length:
        part = connection.recv(length - len(received))
        assert part, "the node closed the connection"
        received += part
    return received


def _handshake(height: int, top_hash: str) -> bytes:
    node = _section(
        ("my_port", _U32, struct.pack("<I", 0)),
        ("network_id", _STRING, _text(MAINNET)),
        ("peer_id", _U64, struct.pack("<Q", 1)),
    )
    chain = _section(
        ("cumulative_difficulty", _U64, struct.pack("<Q", height)),
        ("cumulative_difficulty_top64", _U64, struct.pack("<Q", 0)),
        ("current_height", _U64, struct.pack("<Q", height)),
        ("top_id", _STRING, _text(bytes.fromhex(top_hash))),
        ("top_version", _U8, bytes([1 if height == 1 else 16])),
    )
    return _STORAGE + _section(("node_data", _SECTION, node), ("payload_data", _SECTION, chain))


def _section(*entries: tuple[str, int, bytes]) -> bytes:
    packed = (bytes([len(name)]) + name.encode() + bytes([kind]) + value for name, kind, value in entries)
    return bytes([len(entries) << 2]) + b"".join(packed)


def _text(value: bytes) -> bytes:
    return bytes([len(value) << 2]) + value
