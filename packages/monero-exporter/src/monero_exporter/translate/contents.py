# SPDX-License-Identifier: Apache-2.0
"""What is in one block, as far as it could be read: a transaction that makes no sense costs itself only."""

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aiomonero import errors
from aiomonero.types.block import Block, BlockHeader
from aiomonero.types.body import TransactionBody
from aiomonero.types.transaction import Transaction


class Content(NamedTuple):
    """One transaction; `size_bytes` is None where the daemon has pruned it."""

    size_bytes: int | None
    fee_piconero: int
    inputs: int
    outputs: int


@dataclasses.dataclass(frozen=True, slots=True)
class Contents:
    """A block with those of its transactions that could be read, the miner's left out.

    `coinbase_outputs` is None where the miner's transaction could not be read.
    """

    header: BlockHeader
    coinbase_outputs: int | None
    transactions: tuple[Content, ...]

    @property
    def fees_piconero(self) -> int | None:
        """What all transactions pay the miner; None where one of them could not be read."""
        if len(self.transactions) < self.header.num_txes:
            return None
        return sum(each.fee_piconero for each in self.transactions)

    @property
    def subsidy_piconero(self) -> int | None:
        """New coins: what the miner gets besides the fees."""
        return None if self.fees_piconero is None else self.header.reward_piconero - self.fees_piconero


def coinbase_outputs(block: Block) -> int | None:
    """Count the outputs of the miner's transaction."""
    try:
        return len(block.body().miner_tx.outputs)
    except errors.RemoteProtocolError:
        return None


def readable(transactions: Iterable[Transaction]) -> Iterator[Content]:
    """Yield what is in those transactions that make sense."""
    for transaction in transactions:
        with contextlib.suppress(errors.RemoteProtocolError):
            if body := transaction.body():
                yield _content(transaction, body)


def _content(transaction: Transaction, body: TransactionBody) -> Content:
    return Content(_size_bytes(transaction), body.fee_piconero, len(body.inputs), len(body.outputs))


def _size_bytes(transaction: Transaction) -> int | None:
    if transaction.as_hex:
        return len(transaction.as_hex) // 2
    if transaction.prunable_as_hex:
        return len(transaction.pruned_as_hex + transaction.prunable_as_hex) // 2
    return None
