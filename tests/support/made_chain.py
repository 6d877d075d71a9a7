# SPDX-License-Identifier: Apache-2.0
"""A chain of made-up blocks that grows, forks and shrinks as tests want, and a daemon without a socket that has it."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.testing.fakenode import FakeNode
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from tests.support import observations

BLOCK_SECONDS = 120
FIRST_TIMESTAMP = 1_700_000_000
FEE_PICONERO = 30_000
_EMPTY = {"version": 2, "unlock_time": 0, "vin": [{"gen": {"height": 1}}], "vout": []}


def headers(count: int, *, on: Sequence[BlockHeader] = (), branch: str = "main", txs: int = 0) -> list[BlockHeader]:
    """Return so many blocks that stand on those; another branch has other hashes."""
    made = list(on)
    for height in range(len(on), len(on) + count):
        made.append(_header(height, made[-1].hash if made else "0" * 64, branch, txs))
    return made[len(on) :]


class MadeChain:
    """The main chain; `daemon` answers from it, and `asked` are the names of its questions."""

    def __init__(self, count: int) -> None:
        self.headers = headers(count)
        self.texts: dict[str, str] = {}
        self._node = FakeNode(
            {
                "get_height": lambda _: {"height": len(self.headers), "hash": self.headers[-1].hash},
                "get_block_headers_range": self._range,
                "get_block_header_by_height": lambda asked: {"block_header": self.headers[asked["height"]]},
                "get_block": self._block,
                "get_transactions": self._transactions,
            }
        )

    @property
    def daemon(self) -> DaemonRpc:
        return self._node.rpc()

    @property
    def asked(self) -> list[str]:
        return [call.name for call in self._node.calls]

    def forget_asked(self) -> None:
        self._node.calls.clear()

    def answers(self, name: str, answer: object) -> None:
        """Have the daemon answer otherwise from now on."""
        self._node.answers(name, answer)

    def info(self, **changes: object) -> Info:
        """Return what the daemon says of itself now, with changes."""
        return observations.info(**{"height": len(self.headers), "top_block_hash": self.headers[-1].hash, **changes})

    def grow(self, count: int, *, branch: str = "main", txs: int = 0) -> None:
        self.headers += headers(count, on=self.headers, branch=branch, txs=txs)

    def pop(self, count: int) -> None:
        del self.headers[-count:]

    def _range(self, asked: Any) -> object:
        if asked["end_height"] >= len(self.headers):
            raise errors.Rejected("too big height")
        return {"headers": self.headers[asked["start_height"] : asked["end_height"] + 1]}

    def _block(self, asked: Any) -> object:
        header = next(each for each in self.headers if each.hash == asked["hash"])
        json = msgspec.json.encode(
            {
                "major_version": 16,
                "minor_version": 16,
                "timestamp": header.timestamp,
                "prev_id": header.prev_hash,
                "nonce": 0,
                "miner_tx": _EMPTY,
            }
        )
        hashes = [digest(f"{header.hash}/{index}") for index in range(header.num_txes)]
        return {
            "block_header": header,
            "miner_tx_hash": "0" * 64,
            "tx_hashes": hashes,
            "blob": "",
            "json": json.decode(),
        }

    def _transactions(self, asked: Any) -> object:
        return {"txs": [self._transaction(each) for each in asked["txs_hashes"]]}

    def _transaction(self, tx_hash: str) -> object:
        return {
            "tx_hash": tx_hash,
            "as_hex": "00" * 1000,
            "pruned_as_hex": "",
            "prunable_as_hex": "",
            "as_json": self.texts.get(tx_hash, transaction_text()),
            "in_pool": False,
            "double_spend_seen": False,
        }


def transaction_text(**changes: object) -> str:
    """Return the JSON that a daemon prints of a transaction, with changes."""
    usual = {
        "version": 2,
        "unlock_time": 0,
        "vin": [],
        "vout": [],
        "rct_signatures": {"type": 6, "txnFee": FEE_PICONERO},
    }
    return msgspec.json.encode({**usual, **changes}).decode()


def digest(text: str) -> str:
    """Return a hash that nobody else has."""
    return hashlib.sha256(text.encode()).hexdigest()


def _header(height: int, prev_hash: str, branch: str, txs: int) -> BlockHeader:
    return msgspec.structs.replace(
        observations.header(),
        hash=digest(f"{branch}/{height}/{prev_hash}"),
        prev_hash=prev_hash,
        height=height,
        timestamp=FIRST_TIMESTAMP + BLOCK_SECONDS * height if height else 0,
        num_txes=txs,
        block_size_bytes=1000 * txs + 100,
        block_weight=1000 * txs + 100,
    )
