# SPDX-License-Identifier: Apache-2.0
"""Portable storage: both readers agree, and what was read is written so that it is read again."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol.epee import reader, writer
from aiomonero.protocol.epee import value as values
from fuzz.target import Target
from tests.support import vectors

_PATHS = ("get_hashes", "get_o_indexes", "get_outs", "get_output_distribution", "get_blocks_by_height")


def _read(data: bytes) -> None:
    section = reader.decode(data)
    typed = reader.decode_typed(data)
    again = reader.decode_typed(writer.encode(typed))
    # Compared as text: a double may be "not a number", which equals nothing.
    assert repr(section) == repr(_plain(typed))
    assert _by_name(typed) == _by_name(again)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _by_name(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{name!r}:{_by_name(entry)}" for name, entry in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_by_name, value)) + "]"
    return repr(value)


def _seeds() -> Iterable[bytes]:
    long, short = ({"a": values.U8(1), "b": bytes(size), "c": values.U8(3)} for size in (60, 0))
    yield writer.encode({"x": [*[long] * 8, *[short] * 100, *[long] * 8]})
    for version in vectors.VERSIONS:
        for name in ("handshake", "ping", "timed_sync", "support_flags"):
            yield from vectors.exchange(version, name)[1]
        yield from (vectors.storage_answer(version, f"unrestricted.{name}") for name in _PATHS)


TARGET = Target(_read, (errors.RemoteProtocolError,), _seeds)
