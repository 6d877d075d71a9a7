# SPDX-License-Identifier: Apache-2.0
"""Messages of ZMQ publishers: those of real daemons, and what nobody but an enemy sends."""

import contextlib
import json
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.protocol import zmqpub
from aiomonero.types.mining import MinerData
from aiomonero.types.publication import FullBlocks, FullTransactions, NewBlocks, NewTransactions, Topic
from tests.support import vectors

HASH = "ab" * 32
TOPICS = st.sampled_from([topic.value.encode() for topic in Topic])


@pytest.mark.parametrize(("version", "topic"), vectors.publications())
def test_everything_that_a_daemon_publishes_is_read(version: str, topic: str) -> None:
    """Written as JSON again, what was read is what the daemon sent: no member is lost, none made up."""
    frame = vectors.publication(version, topic)

    found = zmqpub.decode(frame)

    sent = json.loads(frame.partition(b":")[2])
    assert sent == json.loads(msgspec.json.encode(_content(found)))


def test_new_blocks_say_where_they_stand() -> None:
    """The top is the last of the hashes."""
    found = zmqpub.decode(vectors.publication("0.18.5.3", "json-minimal-chain_main"))

    assert isinstance(found, NewBlocks)
    assert 77 == found.first_height == found.height


def test_a_full_block_has_its_height_and_its_miners_output() -> None:
    """The height stands in the miner's transaction, and its output has a view tag."""
    found = zmqpub.decode(vectors.publication("0.18.5.3", "json-full-chain_main"))

    assert isinstance(found, FullBlocks)
    (block,) = found.blocks
    assert block.height == 77
    (output,) = block.miner_tx.outputs
    assert output.target is not None
    assert output.target.view_tag == "74"
    assert block.miner_tx.fee_piconero is None


def test_a_full_transaction_has_fee_and_key_images() -> None:
    """What a watcher of the pool asks for first."""
    found = zmqpub.decode(vectors.publication("0.18.5.3", "json-full-txpool_add"))

    assert isinstance(found, FullTransactions)
    (transaction,) = found.transactions
    assert transaction.fee_piconero == 2599200000
    assert len(transaction.key_images) == len(transaction.inputs) == 2


def test_miner_data_has_the_whole_difficulty() -> None:
    """It is sent as hex because it has 128 bits."""
    document = json.loads(vectors.publication("0.18.5.3", "json-full-miner_data").partition(b":")[2])
    document["difficulty"] = "0x1" + 16 * "0"

    found = zmqpub.decode(b"json-full-miner_data:" + json.dumps(document).encode())

    assert isinstance(found, MinerData)
    assert found.difficulty == 2**64


def test_a_kind_of_input_that_nobody_knows_yet_is_no_error() -> None:
    """Of a future input there is nothing to tell, and the rest is told all the same."""
    document = json.loads(vectors.publication("0.18.5.3", "json-full-txpool_add").partition(b":")[2])
    document[0]["inputs"] = [{"to_tomorrow": {"tree_root": HASH}}]
    document[0]["outputs"] = [{"amount": 0, "to_tomorrow": HASH}]

    found = zmqpub.decode(b"json-full-txpool_add:" + json.dumps(document).encode())

    assert isinstance(found, FullTransactions)
    assert found.transactions[0].key_images == ()
    assert found.transactions[0].outputs[0].target is None


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b":", id="no topic"),
        pytest.param(b"json-minimal-txpool_add", id="no colon"),
        pytest.param(b"json-minimal-txpool_add:", id="no document"),
        pytest.param(b"json-minimal-txpool_addx:[]", id="a longer topic"),
        pytest.param(b"json-minimal-txpool:[]", id="a prefix of a topic"),
        pytest.param(b"\xff\xfe:[]", id="a topic that is no text"),
        pytest.param(b"x" * 10_000_000, id="megabytes without a colon"),
        pytest.param(b"json-minimal-txpool_add:[] []", id="trailing bytes"),
        pytest.param(b"json-minimal-txpool_add:{}", id="an object instead of a list"),
        pytest.param(b"json-minimal-txpool_add:null", id="null"),
        pytest.param(b'json-minimal-txpool_add:["\xff"]', id="a string that is no text"),
        pytest.param(b'json-minimal-txpool_add:["\\ud800"]', id="half a surrogate"),
        pytest.param(b"json-minimal-txpool_add:" + b"[" * 1_000_000, id="nesting deeper than any stack"),
        pytest.param(b'json-full-txpool_add:[{"x":' + b'{"x":' * 1_000_000, id="nesting in an unknown member"),
        pytest.param(b"json-full-chain_main:[]", id="no blocks"),
        pytest.param(
            b'json-minimal-chain_main:{"first_height":1,"first_prev_id":"%s","ids":[]}' % HASH.encode(),
            id="no hashes",
        ),
        pytest.param(
            b'json-minimal-chain_main:{"first_height":-1,"first_prev_id":"%s","ids":["%s"]}' % (2 * (HASH.encode(),)),
            id="a negative height",
        ),
        pytest.param(
            b'json-minimal-chain_main:{"first_height":%s,"first_prev_id":"","ids":[]}' % (b"9" * 100_000),
            id="a height of a hundred thousand digits",
        ),
        pytest.param(b'json-minimal-txpool_add:[{"id":"zz","blob_size":1,"weight":1,"fee":1}]', id="no hash"),
    ],
)
def test_nonsense_is_told_as_the_daemons_fault(message: bytes) -> None:
    """Whatever comes, the only error is our own."""
    with pytest.raises(errors.RemoteProtocolError):
        zmqpub.decode(message)


def test_the_error_names_the_topic() -> None:
    """Where the topic could be read."""
    with pytest.raises(errors.RemoteProtocolError) as caught:
        zmqpub.decode(b"json-full-miner_data:{}")

    assert caught.value.method == "json-full-miner_data"


@given(topic=TOPICS, document=st.binary(max_size=200) | st.recursive(st.none(), st.lists).map(msgspec.json.encode))
def test_no_bytes_raise_anything_else(topic: bytes, document: bytes) -> None:
    """Any bytes behind a real topic are read, or refused with our own error."""
    with contextlib.suppress(errors.RemoteProtocolError):
        zmqpub.decode(topic + b":" + document)


@given(data=st.data())
def test_a_damaged_message_raises_nothing_else(data: st.DataObject) -> None:
    """A real message that lost bytes, or had some replaced, is read or refused with our own error."""
    version, topic = data.draw(st.sampled_from(vectors.publications()))
    frame = bytearray(vectors.publication(version, topic))
    start = data.draw(st.integers(0, len(frame)))
    frame[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))

    with contextlib.suppress(errors.RemoteProtocolError):
        zmqpub.decode(bytes(frame))


def test_a_large_message_takes_linear_time() -> None:
    """Ten times the transactions do not take a hundred times as long."""
    one = vectors.publication("0.18.5.3", "json-minimal-txpool_add").partition(b":")[2].strip(b"[]")

    few, many = (b"json-minimal-txpool_add:[" + b",".join(count * [one]) + b"]" for count in (2_000, 20_000))

    assert _seconds(many) < 50 * max(_seconds(few), 0.001)


def _seconds(frame: bytes) -> float:
    """Return the CPU time of the quickest of some tries: others use this machine too."""
    return min(_once(frame) for _ in range(5))


def _once(frame: bytes) -> float:
    start = time.process_time()
    zmqpub.decode(frame)
    return time.process_time() - start


def _content(found: object) -> object:
    if isinstance(found, FullBlocks):
        return found.blocks
    if isinstance(found, FullTransactions | NewTransactions):
        return found.transactions
    return found
