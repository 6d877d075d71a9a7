# SPDX-License-Identifier: Apache-2.0
"""Messages of monerod's ZMQ publisher: each is the name of the topic, a colon, and JSON."""

from collections.abc import Callable

import msgspec

from aiomonero import errors
from aiomonero.types import publication
from aiomonero.types.mining import MinerData
from aiomonero.types.publication import Publication, Topic
from aiomonero.types.published import PublishedBlock, PublishedTransaction

_LONGEST_NAME_BYTES = max(len(topic.value) for topic in Topic)

_new_blocks = msgspec.json.Decoder(publication.NewBlocks)
_full_blocks = msgspec.json.Decoder(tuple[PublishedBlock, ...])
_new_transactions = msgspec.json.Decoder(tuple[publication.NewTransaction, ...])
_full_transactions = msgspec.json.Decoder(tuple[PublishedTransaction, ...])
_miner_data = msgspec.json.Decoder(MinerData)


def decode(message: bytes) -> Publication:
    """Read one message; raises RemoteProtocolError, whose `method` is the topic where it is one of ours."""
    topic, document = _split(message)
    try:
        return _READERS[topic](document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"not what the topic carries: {error}", method=topic.value) from error


def _split(message: bytes) -> tuple[Topic, memoryview]:
    end = message.find(b":", 0, _LONGEST_NAME_BYTES + 1)
    try:
        topic = Topic(message[: max(end, 0)].decode())
    except ValueError as error:
        raise errors.RemoteProtocolError(f"a message of no known topic, beginning with {message[:32]!r}") from error
    return topic, memoryview(message)[end + 1 :]


def _blocks(document: memoryview) -> publication.FullBlocks:
    blocks = _full_blocks.decode(document)
    if not blocks:
        raise msgspec.ValidationError("Expected blocks, and there is none")
    if any(block.height is None for block in blocks):
        raise msgspec.ValidationError("Expected blocks with heights")
    return publication.FullBlocks(blocks)


_READERS: dict[Topic, Callable[[memoryview], Publication]] = {
    Topic.FULL_CHAIN: _blocks,
    Topic.MINIMAL_CHAIN: _new_blocks.decode,
    Topic.FULL_POOL: lambda document: publication.FullTransactions(_full_transactions.decode(document)),
    Topic.MINIMAL_POOL: lambda document: publication.NewTransactions(_new_transactions.decode(document)),
    Topic.MINER_DATA: _miner_data.decode,
}
