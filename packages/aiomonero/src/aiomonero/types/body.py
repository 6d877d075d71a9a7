# SPDX-License-Identifier: Apache-2.0
"""What is inside blocks and transactions, from the JSON text that daemons print beside the bytes on request.

Signatures and range proofs are left out: whoever verifies them reads the bytes.
"""

from typing import Annotated, TypeVar

import msgspec

from aiomonero import errors
from aiomonero.types.hashes import Hash, KeyImage, PublicKey

_Byte = Annotated[int, msgspec.Meta(ge=0, le=255)]
Body = TypeVar("Body", bound="BlockBody | TransactionBody")


class NewCoins(msgspec.Struct, frozen=True):
    """The input of a miner's transaction."""

    height: int


class RingInput(msgspec.Struct, frozen=True, kw_only=True):
    """One of the ring's outputs is spent; nobody can tell which, but `key_image` is another one for each.

    `key_offsets` are the outputs' places in the chain, each but the first as the distance to the one before. The amount
    is 0 where it is hidden.
    """

    amount_piconero: int = msgspec.field(name="amount")
    key_offsets: tuple[int, ...]
    key_image: KeyImage = msgspec.field(name="k_image")

    @property
    def output_indices(self) -> tuple[int, ...]:
        """Places of the ring's outputs among all of their amount."""
        places, place = [], 0
        for offset in self.key_offsets:
            place += offset
            places.append(place)
        return tuple(places)


class Input(msgspec.Struct, frozen=True):
    """Where the money comes from: exactly one of the two, or None for what the main chain never saw."""

    gen: NewCoins | None = None
    key: RingInput | None = None


class TaggedKey(msgspec.Struct, frozen=True):
    """A key with a byte (hex) that saves its owner most of the work of finding it; since hard fork 15."""

    key: PublicKey
    view_tag: str


class Target(msgspec.Struct, frozen=True):
    """Whom an output belongs to: exactly one of the two, or None for what the main chain never saw."""

    key: PublicKey | None = None
    tagged_key: TaggedKey | None = None

    @property
    def public_key(self) -> PublicKey | None:
        """The one-time key, with a view tag or without."""
        return self.tagged_key.key if self.tagged_key else self.key


class NewOutput(msgspec.Struct, frozen=True):
    """Where the money goes; the amount is 0 where it is hidden."""

    target: Target
    amount_piconero: int = msgspec.field(name="amount")


class HiddenAmount(msgspec.Struct, frozen=True):
    """An amount (hex) that only its receiver can read; `mask` is gone since hard fork 10."""

    amount: str
    mask: str | None = None


class Confidential(msgspec.Struct, frozen=True, kw_only=True):
    """What takes the place of plain amounts; `type` is 0 where nothing is hidden (src/ringct/rctTypes.h)."""

    type: int
    fee_piconero: int = msgspec.field(name="txnFee", default=0)
    hidden_amounts: tuple[HiddenAmount, ...] = msgspec.field(name="ecdhInfo", default=())
    commitments: tuple[PublicKey, ...] = msgspec.field(name="outPk", default=())


class TransactionBody(msgspec.Struct, frozen=True, kw_only=True):
    """The inside of a transaction; `unlock_time` is a height below 500,000,000 and Unix seconds from there on."""

    version: int
    unlock_time: int
    inputs: tuple[Input, ...] = msgspec.field(name="vin")
    outputs: tuple[NewOutput, ...] = msgspec.field(name="vout")
    extra_numbers: tuple[_Byte, ...] = msgspec.field(name="extra", default=())
    confidential: Confidential | None = msgspec.field(name="rct_signatures", default=None)

    @property
    def extra(self) -> bytes:
        """The field of free form, in which wallets leave the transaction's key."""
        return bytes(self.extra_numbers)

    @property
    def is_coinbase(self) -> bool:
        """Whether this is a miner's own, which spends nothing."""
        return any(each.gen for each in self.inputs)

    @property
    def fee_piconero(self) -> int:
        """What the miner gets; 0 for the miner's own transaction."""
        if self.is_coinbase:
            return 0
        if self.version > 1:
            return self.confidential.fee_piconero if self.confidential else 0
        spent = sum(each.key.amount_piconero for each in self.inputs if each.key)
        return spent - sum(output.amount_piconero for output in self.outputs)


class BlockBody(msgspec.Struct, frozen=True, kw_only=True):
    """The inside of a block; `timestamp` is in Unix seconds and chosen by its miner."""

    major_version: int
    minor_version: int
    timestamp: int
    prev_hash: Hash = msgspec.field(name="prev_id")
    nonce: int
    miner_tx: TransactionBody
    tx_hashes: tuple[Hash, ...] = ()


def decode(text: str, kind: type[Body]) -> Body:
    """Read the JSON text of a body; raises RemoteProtocolError."""
    try:
        body: Body = msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"not the body of a {kind.__name__}: {error}") from error
    return body
