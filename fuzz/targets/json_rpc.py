# SPDX-License-Identifier: Apache-2.0
"""JSON of a daemon: bodies of JSON-RPC answers, and documents of paths."""

import contextlib
from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol import document, jsonrpc
from aiomonero.types.info import Info
from fuzz.target import Target
from tests.support import vectors


def _read(data: bytes) -> None:
    with contextlib.suppress(errors.MoneroError):
        document.read(data, Info)
    jsonrpc.decode(data, Info)


def _seeds() -> Iterable[bytes]:
    yield b'{"error": {"code": -5, "message": "no"}, "id": "0", "jsonrpc": "2.0"}'
    for version in vectors.VERSIONS:
        yield vectors.answer(version, "unrestricted.json_rpc.get_info")


TARGET = Target(_read, (errors.MoneroError,), _seeds)
