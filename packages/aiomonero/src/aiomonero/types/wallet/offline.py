# SPDX-License-Identifier: Apache-2.0
"""What wallets that see, wallets that sign and signers of one wallet hand each other; all of it as hex text."""

from typing import ClassVar

import msgspec

from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.spending import Destination


class TransferDescription(msgspec.Struct, frozen=True, kw_only=True):
    """One transaction that waits for signatures."""

    amount_in_piconero: int = msgspec.field(name="amount_in")
    amount_out_piconero: int = msgspec.field(name="amount_out")
    fee_piconero: int = msgspec.field(name="fee")
    change_amount_piconero: int = msgspec.field(name="change_amount")
    change_address: str = ""
    recipients: tuple[Destination, ...] = ()
    ring_size: int
    unlock_time: int
    dummy_outputs: int
    payment_id: str = ""
    extra: str = ""


class TransferSummary(msgspec.Struct, frozen=True, kw_only=True):
    """All transactions of a set together."""

    amount_in_piconero: int = msgspec.field(name="amount_in")
    amount_out_piconero: int = msgspec.field(name="amount_out")
    fee_piconero: int = msgspec.field(name="fee")
    change_amount_piconero: int = msgspec.field(name="change_amount")
    change_address: str = ""
    recipients: tuple[Destination, ...] = ()


class TxsetDescription(msgspec.Struct, frozen=True):
    """What a set of transactions does, to be looked at before it is signed."""

    desc: tuple[TransferDescription, ...]
    summary: TransferSummary | None = None


class SignedTransfer(Discreet, frozen=True):
    """A set that `submit_transfer` takes; raw transactions and keys where they were asked for."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"tx_key_list"})

    signed_txset: str
    tx_hash_list: tuple[str, ...] = ()
    tx_raw_list: tuple[str, ...] = ()
    tx_key_list: tuple[str, ...] = ()


class SignedKeyImage(msgspec.Struct, frozen=True):
    """A key image, and the proof that it belongs to its output."""

    key_image: str
    signature: str


class ExportedKeyImages(msgspec.Struct, frozen=True):
    """Key images of the wallet's outputs from the place `offset` on."""

    offset: int = 0
    signed_key_images: tuple[SignedKeyImage, ...] = ()


class ImportedKeyImages(msgspec.Struct, frozen=True, kw_only=True):
    """How far the key images reach, and what they say was spent."""

    height: int
    spent_piconero: int = msgspec.field(name="spent")
    unspent_piconero: int = msgspec.field(name="unspent")


class MultisigState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the wallet belongs to several signers, of whom `threshold` of `total` must sign.

    `kex_is_done`: the keys are exchanged; None from wallets of 0.18.
    """

    multisig: bool
    ready: bool
    threshold: int
    total: int
    kex_is_done: bool | None = None


class MultisigRound(Discreet, frozen=True):
    """One round of making a multisig wallet: what the other signers need for the next one, until all are `ready`."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"multisig_info"})

    address: str = ""
    multisig_info: str = ""


class MultisigSigned(msgspec.Struct, frozen=True):
    """A set with one more signature; the hashes are there once enough have signed."""

    tx_data_hex: str
    tx_hash_list: tuple[str, ...] = ()
