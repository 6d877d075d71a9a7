# SPDX-License-Identifier: Apache-2.0
"""Parameters to portable storage, and its answers to the types of methods."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from aiomonero import errors
from aiomonero.protocol import storage
from aiomonero.protocol.epee import reader, value, writer
from aiomonero.types.hashes import Hash

HASH = "0123456789abcdef" * 4


class Inner(msgspec.Struct, frozen=True):
    """Named differently on the wire."""

    txid: Hash = msgspec.field(name="id")
    size_bytes: int = 0


class Params(msgspec.Struct, frozen=True, kw_only=True):
    """One of everything that a request can hold."""

    txid: str
    hashes: tuple[str, ...] = ()
    heights: tuple[int, ...] = ()
    inner: tuple[Inner, ...] = ()
    is_pruned: bool = False
    height: int | UnsetType = UNSET


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One of everything that an answer can hold."""

    txid: Hash
    hashes: tuple[Hash, ...] = ()
    places: tuple[int, ...] = ()
    blob: bytes = b""
    text: str = ""
    last: Hash | None = None
    parts: tuple[bytes | Inner, ...] = ()


def _read(**members: value.Value) -> Result:
    return storage.read(writer.encode({"status": b"OK", **members}), Result)


def test_parameters_are_written_as_daemons_expect_them() -> None:
    """Hashes as bytes, many of them as one string, integers as the widest, and nothing that was not said."""
    params = Params(txid=HASH, hashes=(HASH, HASH), heights=(1, 2), inner=(Inner(HASH, 3),), is_pruned=True)

    section = reader.decode_typed(storage.encode(params))

    raw = bytes.fromhex(HASH)
    assert section == {
        "txid": raw,
        "hashes": raw + raw,
        "heights": value.Array(value.Kind.U64, [1, 2]),
        "inner": [{"id": raw, "size_bytes": 3}],
        "is_pruned": True,
    }
    assert isinstance(section["inner"][0]["size_bytes"], value.U64)


def test_no_parameters_are_an_empty_section() -> None:
    """A request always has a body."""
    assert reader.decode(storage.encode(None)) == {}


def test_an_answer_is_read_as_its_type_says() -> None:
    """The same bytes are a hash, a blob or text, and a string may stand for many hashes or integers."""
    raw = bytes.fromhex(HASH)

    result = _read(
        txid=raw,
        hashes=raw + raw,
        places=(1).to_bytes(8, "little") + (2**64 - 1).to_bytes(8, "little"),
        blob=raw,
        text=b"abc",
        last=raw,
        parts=[{"id": raw, "size_bytes": value.U64(9)}],
        unknown=raw,
    )

    assert result == Result(
        txid=HASH, hashes=(HASH, HASH), places=(1, 2**64 - 1), blob=raw, text="abc", last=HASH, parts=(Inner(HASH, 9),)
    )


def test_a_union_with_bytes_keeps_them() -> None:
    """Parts may come as bytes as well."""
    assert _read(txid=bytes(32), parts=[b"\xff", b""]).parts == (b"\xff", b"")


def test_arrays_may_come_as_arrays() -> None:
    """One string is a daemon's choice, not a rule."""
    assert _read(txid=bytes(32), places=[value.U64(7)], hashes=[]).places == (7,)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"txid": b"short"},
        {"txid": value.U64(1)},
        {"txid": bytes(32), "hashes": bytes(33)},
        {"txid": bytes(32), "places": bytes(7)},
        {"txid": bytes(32), "text": b"\xff"},
        {"txid": bytes(32), "parts": {"not": b"an array"}},
        {"txid": bytes(32), "parts": [{"id": [b"not a hash"]}]},
    ],
)
def test_what_the_method_does_not_return_is_nonsense(members: dict[str, value.Value]) -> None:
    """Every wrong kind, length and absence is the daemon's fault."""
    with pytest.raises(errors.RemoteProtocolError):
        _read(**members)


def test_packed_values_are_counted_over_the_whole_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many short strings are as much as a long one."""
    monkeypatch.setattr(storage, "_PACKED_LIMIT", 5)
    whole = {"txid": bytes(32), "hashes": bytes(3 * 32), "places": bytes(2 * 8)}

    assert len(_read(**whole).hashes) == 3
    with pytest.raises(errors.RemoteProtocolError, match="more than 5 packed"):
        _read(**whole | {"places": bytes(3 * 8)})


@pytest.mark.parametrize(("status", "kind"), [(b"BUSY", errors.Busy), (b"Failed", errors.Rejected)])
def test_a_status_is_a_refusal(status: bytes, kind: type[errors.DaemonError]) -> None:
    """The rest of the answer is not looked at then."""
    with pytest.raises(kind):
        storage.read(writer.encode({"status": status}), Result)


@given(st.binary(max_size=300))
def test_hostile_answers_are_nonsense(junk: bytes) -> None:
    """Whatever follows a good beginning, it is our error or a result."""
    for body in (junk, writer.encode({"txid": bytes(32)})[:-1] + junk):
        try:
            storage.read(body, Result)
        except errors.RemoteProtocolError:
            continue


def test_what_no_request_can_hold_is_not_sent() -> None:
    """The mistake is in the method's parameters."""

    class Wrong(msgspec.Struct):
        ratio: float

    with pytest.raises(errors.LocalProtocolError):
        storage.encode(Wrong(0.5))
