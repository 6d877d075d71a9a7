# SPDX-License-Identifier: Apache-2.0
"""What xmrig (6.22 to 6.26) says of itself at `/2/summary`, as far as metrics need it."""

import msgspec

from aiomonero import errors


class Connection(msgspec.Struct, frozen=True):
    """Whom xmrig works for; `ip` is null while there is nobody, and the counters are since xmrig's start.

    `ping` is in milliseconds and, as `diff`, 0 as long as there was none.
    """

    ip: str | None = None
    ping: int = 0
    failures: int = 0
    diff: int = 0
    accepted: int = 0
    rejected: int = 0


class Results(msgspec.Struct, frozen=True):
    """What xmrig's pool took of it; the hashes are the sum of difficulties, not what was computed."""

    hashes_total: int = 0


class HashRate(msgspec.Struct, frozen=True):
    """Hashes per second over each of three windows, null while xmrig is younger than that."""

    total: tuple[float | None, ...] = ()
    highest: float | None = None


class Memory(msgspec.Struct, frozen=True):
    """Of the process; 0 where xmrig does not know."""

    resident_set_memory: int = 0


class Resources(msgspec.Struct, frozen=True):
    """Of the process and its machine."""

    memory: Memory = Memory()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of the answer. `algo` is that of the last job; `hugepages` are those that it got and wanted."""

    version: str
    uptime: int
    connection: Connection
    results: Results
    hashrate: HashRate
    resources: Resources = Resources()
    algo: str | None = None
    paused: bool | None = None
    hugepages: tuple[int, int] | bool | None = None


_decoder = msgspec.json.Decoder(Summary)


def decode(document: bytes) -> Summary:
    """Read an answer; raises RemoteProtocolError."""
    try:
        return _decoder.decode(document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"not a summary of xmrig: {error}") from error
