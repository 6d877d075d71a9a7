# SPDX-License-Identifier: Apache-2.0
"""Calls about outputs, against what three versions answered."""

import tracemalloc

import pytest

from aiomonero import errors
from aiomonero.methods.daemon import outputs
from aiomonero.protocol.epee import reader, value, writer
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.output import OutputId
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_outputs_are_read_from_json(version: str) -> None:
    """Outputs of hidden amounts count as those of 0."""
    daemon = replay.Replay(version, "unrestricted.get_outs")

    found = await daemon.rpc.get_outs((OutputId(1), OutputId(2)), get_txid=True)

    assert daemon.recorded == daemon.params
    assert [(each.height, each.unlocked, each.tx_hash is not None) for each in found] == [
        (2, True, True),
        (3, True, True),
    ]


@each_version
async def test_outputs_are_read_from_portable_storage(version: str) -> None:
    """Keys come as bytes there, and are hex here as they are in JSON."""
    daemon = replay.Replay(version, "unrestricted.get_outs.bin")
    expected = daemon.document["decoded"]["outs"][0]

    (found,) = await daemon.rpc.get_outs_bin([OutputId(3)], get_txid=True)

    assert daemon.recorded == daemon.params
    assert [expected[name]["hex"] for name in ("key", "mask", "txid")] == [found.key, found.mask, found.tx_hash]


@pytest.mark.parametrize("name", ["unrestricted.get_outs", "unrestricted.get_outs.bin"])
async def test_transactions_that_were_not_asked_for_are_none(name: str) -> None:
    """Daemons send blanks in JSON and zeros in portable storage."""
    rpc = replay.Replay("0.18.5.3", name).rpc

    found = await (rpc.get_outs_bin if name.endswith("bin") else rpc.get_outs)([OutputId(1)])

    assert {each.tx_hash for each in found} == {None}


async def test_a_blank_transaction_is_no_nonsense() -> None:
    """It is what a real daemon sends in JSON where none was asked for."""
    out = {"height": 1, "key": "1" * 64, "mask": "2" * 64, "txid": "", "unlocked": True}

    (found,) = await DaemonRpc(replay.Answers({"status": "OK", "outs": [out]}), "http://a:1").get_outs([OutputId(1)])

    assert found.tx_hash is None


@each_version
async def test_outputs_are_counted(version: str) -> None:
    """One output per block, of which the last ten are locked."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_output_histogram")

    (count,) = await daemon.rpc.get_output_histogram([0], unlocked=True)

    assert daemon.params == {"amounts": [0], "unlocked": True}
    assert (count.amount_piconero, count.recent_instances) == (0, 0)
    assert count.total_instances > count.unlocked_instances > 0


@each_version
async def test_a_distribution_has_a_number_for_each_block(version: str) -> None:
    """JSON has no room for bytes, so they are never asked for there."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_output_distribution")

    (found,) = await daemon.rpc.get_output_distribution()

    assert daemon.recorded == daemon.params | {"compress": False}
    assert found.distribution == (0, *[1] * 80)


@each_version
async def test_a_distribution_of_bytes_is_read(version: str) -> None:
    """Numbers of 8 bytes stand one after the other."""
    daemon = replay.Replay(version, "unrestricted.get_output_distribution.bin")
    packed = bytes.fromhex(daemon.document["decoded"]["distributions"][0]["distribution"]["hex"])

    (found,) = await daemon.rpc.get_output_distribution_bin(cumulative=True)

    assert daemon.recorded == daemon.params | {"compress": False}
    assert b"".join(number.to_bytes(8, "little") for number in found.distribution) == packed


@pytest.mark.parametrize("packed", [b"\x00\x01\x7f\xac\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"])
async def test_a_compressed_distribution_is_read(packed: bytes) -> None:
    """A number has 7 bits per byte, lowest first."""
    (found,) = await _ask(packed)

    assert found.distribution == (0, 1, 127, 300, 2**64 - 1)


@pytest.mark.parametrize("packed", [b"\x80", b"\xff" * 11 + b"\x00", b"\x80" * 100_000, b"\xff" * 9 + b"\x02"])
async def test_a_number_that_is_too_long_or_without_an_end_is_nonsense(packed: bytes) -> None:
    """It has 64 bits, and every byte of it that more of it follows but for the last."""
    with pytest.raises(errors.RemoteProtocolError):
        await _ask(packed)


async def test_packed_numbers_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte may be a number, which takes many times as much memory."""
    monkeypatch.setattr(outputs, "_MOST_NUMBERS", 3)

    assert await _ask(b"\x80\x01" * 3)
    with pytest.raises(errors.RemoteProtocolError, match="more than 3"):
        await _ask(b"\x80\x01" * 4)


async def test_reading_a_distribution_takes_little_memory() -> None:
    """No more than the numbers need: some ten times the input."""
    packed = b"\x01" * 100_000
    tracemalloc.start()
    try:
        await _ask(packed)
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most_bytes < 40 * len(packed)


async def _ask(packed: bytes) -> tuple[object, ...]:
    plain = {name: value.U64(0) for name in ("amount", "start_height", "base")}
    section = {"status": b"OK", "distributions": [plain | {"compressed_data": packed, "compress": True}]}
    daemon = replay.Answers(writer.encode(section))
    try:
        return await DaemonRpc(daemon, "http://a:1").get_output_distribution_bin(compress=True)
    finally:
        assert reader.decode(daemon.asked)["compress"] is True
