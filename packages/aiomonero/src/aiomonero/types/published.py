# SPDX-License-Identifier: Apache-2.0
"""Transactions and blocks as a daemon publishes them over ZMQ, where they look otherwise than in answers of its RPC."""

import msgspec

from aiomonero.types.hashes import Blob, Hash, KeyImage, PublicKey
from aiomonero.types.number import Natural


class Coinbase(msgspec.Struct, frozen=True):
    """The input of a miner's transaction, which spends nothing: the height of its block."""

    height: Natural


class Spend(msgspec.Struct, frozen=True):
    """An input: the outputs among which the spent one hides, each as its distance from the one before."""

    amount_piconero: int = msgspec.field(name="amount")
    key_offsets: tuple[int, ...]
    key_image: KeyImage


class Input(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where money comes from: one of the two, or neither where the daemon knows a kind that this library does not."""

    gen: Coinbase | None = None
    to_key: Spend | None = None


class Target(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom an output belongs to: its one-time key, and the byte by which wallets pass over most outputs quickly."""

    key: PublicKey
    view_tag: str | None = None


class Output(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where money goes; the amount is 0 where it is hidden, as it is everywhere but in miners' transactions."""

    amount_piconero: int = msgspec.field(name="amount")
    to_tagged_key: Target | None = None
    to_key: Target | None = None

    @property
    def target(self) -> Target | None:
        """The target, whether it has a view tag or not."""
        return self.to_tagged_key or self.to_key


class HiddenAmount(msgspec.Struct, frozen=True):
    """What the receiver finds the amount from."""

    mask: Hash
    amount: Hash


class BulletproofPlus(msgspec.Struct, frozen=True):
    """A proof that no hidden amount is negative; the members have the names of the paper."""

    V: tuple[Hash, ...]
    A: Hash
    A1: Hash
    B: Hash
    r1: Hash
    s1: Hash
    d1: Hash
    L: tuple[Hash, ...]
    R: tuple[Hash, ...]


class Clsag(msgspec.Struct, frozen=True):
    """A ring signature: one of the outputs is spent by its owner."""

    s: tuple[Hash, ...]
    c1: Hash
    D: Hash


class Proofs(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a pruned node forgets. `range_proofs`, `bulletproofs`, `mlsags` are of the past: no pool takes them.

    `clsags` is None from daemons as old as 0.18.0.0, which leave them out.
    """

    range_proofs: tuple[object, ...]
    bulletproofs: tuple[object, ...]
    bulletproofs_plus: tuple[BulletproofPlus, ...]
    mlsags: tuple[object, ...]
    clsags: tuple[Clsag, ...] | None = None
    pseudo_outs: tuple[Hash, ...]


class RingCt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What hides amounts; `type` 0 hides none, as in a miner's transaction, and then there is nothing else."""

    type: int
    encrypted: tuple[HiddenAmount, ...] | None = None
    commitments: tuple[Hash, ...] | None = None
    fee_piconero: int | None = msgspec.field(name="fee", default=None)
    prunable: Proofs | None = None


class PublishedTransaction(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole transaction; its hash is not among what the daemon publishes here."""

    version: int
    unlock_time: int
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    extra: Blob
    signatures: tuple[tuple[Blob, ...], ...]
    ringct: RingCt | None = None

    @property
    def key_images(self) -> tuple[KeyImage, ...]:
        """What its inputs leave behind; two transactions that share one spend the same output."""
        return tuple(each.to_key.key_image for each in self.inputs if each.to_key)

    @property
    def fee_piconero(self) -> int | None:
        """What its miner gets."""
        return self.ringct.fee_piconero if self.ringct else None


class PublishedBlock(msgspec.Struct, frozen=True):
    """A block with the hashes of its transactions; `timestamp` is in Unix seconds. It does not tell its own hash."""

    major_version: int
    minor_version: int
    timestamp: int
    prev_hash: Hash = msgspec.field(name="prev_id")
    nonce: int
    miner_tx: PublishedTransaction
    tx_hashes: tuple[Hash, ...]

    @property
    def height(self) -> int | None:
        """Where it stands, as its miner's transaction says; None where that is of a kind unknown here."""
        return next((each.gen.height for each in self.miner_tx.inputs if each.gen), None)
