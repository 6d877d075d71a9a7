# SPDX-License-Identifier: Apache-2.0
"""Addresses: two public keys, of one network and one kind, in a text with a checksum.

Layout and prefixes: src/cryptonote_basic/cryptonote_basic_impl.cpp and src/cryptonote_config.h of monero 0.18.
Its older writing in hexadecimal digits, without network or kind, is not read.
"""

import dataclasses
import enum
import re
from collections.abc import Container
from typing import Self

from aiomonero.keys import base58, curve, keccak
from aiomonero.keys.secret import hex_of
from aiomonero.types.hashes import PublicKey
from aiomonero.types.network import Network


class Kind(enum.StrEnum):
    """What an address is for."""

    STANDARD = "standard"
    """A wallet's first address."""
    INTEGRATED = "integrated"
    """A standard address with a payment id, by which a receiver tells payments apart."""
    SUBADDRESS = "subaddress"
    """One of a wallet's further addresses; nobody sees which wallet's."""


class Reason(enum.Enum):
    """What is wrong with a text that is no address, or not one that fits."""

    LENGTH = enum.auto()
    CHARACTER = enum.auto()
    CHECKSUM = enum.auto()
    NETWORK = enum.auto()
    KIND = enum.auto()
    KEY = enum.auto()


class WrongAddress(ValueError):
    """A text is no address, or not one that fits here."""

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


_PAYMENT_ID = re.compile("[0-9a-f]{16}", re.ASCII)
_CHECKSUM_BYTES = 4
_KEYS_BYTES = 2 * curve.SIZE_BYTES
_PAYMENT_ID_BYTES = 8
_PREFIXES = {
    (Network.MAINNET, Kind.STANDARD): 18,
    (Network.MAINNET, Kind.INTEGRATED): 19,
    (Network.MAINNET, Kind.SUBADDRESS): 42,
    (Network.TESTNET, Kind.STANDARD): 53,
    (Network.TESTNET, Kind.INTEGRATED): 54,
    (Network.TESTNET, Kind.SUBADDRESS): 63,
    (Network.STAGENET, Kind.STANDARD): 24,
    (Network.STAGENET, Kind.INTEGRATED): 25,
    (Network.STAGENET, Kind.SUBADDRESS): 36,
}
_MEANINGS = {prefix: meaning for meaning, prefix in _PREFIXES.items()}
_SIZES_BYTES = {
    kind: 1 + _KEYS_BYTES + (_PAYMENT_ID_BYTES if kind is Kind.INTEGRATED else 0) + _CHECKSUM_BYTES for kind in Kind
}
_LENGTHS = {kind: base58.length(size) for kind, size in _SIZES_BYTES.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """Where to pay to; `str` writes it. Regtest has the addresses of mainnet."""

    network: Network
    kind: Kind
    spend_key: PublicKey
    view_key: PublicKey
    payment_id: str | None = None
    """16 hexadecimal digits; integrated addresses have one."""

    def __post_init__(self) -> None:
        if (self.payment_id is not None) != (self.kind is Kind.INTEGRATED):
            raise WrongAddress("an integrated address has a payment id, and no other does", Reason.KIND)
        if self.payment_id is not None and not _PAYMENT_ID.fullmatch(self.payment_id):
            raise WrongAddress("a payment id has 16 lower-case hexadecimal digits", Reason.LENGTH)

    def integrated(self, payment_id: str) -> Self:
        """Return this standard address with a payment id of 16 hexadecimal digits."""
        if self.kind is not Kind.STANDARD:
            raise WrongAddress(f"only a standard address takes a payment id, and this is {_a(self.kind)}", Reason.KIND)
        return dataclasses.replace(self, kind=Kind.INTEGRATED, payment_id=payment_id)

    def standard(self) -> Self:
        """Return this integrated address without its payment id."""
        if self.kind is not Kind.INTEGRATED:
            raise WrongAddress(f"there is no payment id in {_a(self.kind)}", Reason.KIND)
        return dataclasses.replace(self, kind=Kind.STANDARD, payment_id=None)

    def __str__(self) -> str:
        return encode(self)


def encode(address: Address) -> str:
    """Write an address; `str(address)` does the same."""
    keys = bytes.fromhex(address.spend_key + address.view_key)
    data = bytes([_prefix(address.network, address.kind)]) + keys + bytes.fromhex(address.payment_id or "")
    return base58.encode(data + _checksum(data))


def decode(text: str, *, network: Network | None = None, kinds: Container[Kind] = frozenset(Kind)) -> Address:
    """Read an address, of one network and some kinds if they are given; raises WrongAddress, which says what is wrong.

    Without a network, an address of mainnet or regtest is one of mainnet.
    """
    data = _checked(text)
    found, kind = _meaning(data[0])
    if len(data) + _CHECKSUM_BYTES != _SIZES_BYTES[kind]:
        raise WrongAddress(f"{_a(kind)} has {_LENGTHS[kind]} characters, and this has {len(text)}", Reason.LENGTH)
    if network is not None and _twin(network) is not found:
        raise WrongAddress(f"this is an address of {found}, not of {network}", Reason.NETWORK)
    if kind not in kinds:
        raise WrongAddress(f"{_a(kind)} does not do here", Reason.KIND)
    return Address(network or found, kind, *_keys(data), payment_id=data[1 + _KEYS_BYTES :].hex() or None)


def _checked(text: str) -> bytes:
    """Return the bytes of a text without its checksum."""
    if len(text) not in _LENGTHS.values():
        lengths = " or ".join(str(length) for length in sorted(set(_LENGTHS.values())))
        raise WrongAddress(f"an address has {lengths} characters, and this has {len(text)}", Reason.LENGTH)
    if (position := _first_foreign(text)) is not None:
        message = f"character {position + 1} is none that addresses have (they have no 0, O, I and l)"
        raise WrongAddress(message, Reason.CHARACTER)
    try:
        data = base58.decode(text)
    except ValueError as error:
        raise WrongAddress("the checksum is wrong: was a character mistyped?", Reason.CHECKSUM) from error
    if data[-_CHECKSUM_BYTES:] != _checksum(data[:-_CHECKSUM_BYTES]):
        raise WrongAddress("the checksum is wrong: was a character mistyped?", Reason.CHECKSUM)
    return data[:-_CHECKSUM_BYTES]


def _keys(data: bytes) -> tuple[PublicKey, PublicKey]:
    spend, view = data[1 : 1 + curve.SIZE_BYTES], data[1 + curve.SIZE_BYTES : 1 + _KEYS_BYTES]
    for name, key in (("spend", spend), ("view", view)):
        if not curve.is_public_key(key):
            raise WrongAddress(f"the {name} key in it comes from no secret key: nobody could spend this", Reason.KEY)
    return hex_of(spend), hex_of(view)


def _checksum(data: bytes) -> bytes:
    return keccak.digest(data)[:_CHECKSUM_BYTES]


def _meaning(prefix: int) -> tuple[Network, Kind]:
    if prefix not in _MEANINGS:
        raise WrongAddress(f"prefix {prefix} belongs to no network of Monero: another currency?", Reason.NETWORK)
    return _MEANINGS[prefix]


def _prefix(network: Network, kind: Kind) -> int:
    return _PREFIXES[_twin(network), kind]


def _twin(network: Network) -> Network:
    """Return the network whose addresses this one has."""
    return Network.MAINNET if network is Network.REGTEST else network


def _first_foreign(text: str) -> int | None:
    return next((position for position, character in enumerate(text) if character not in base58.ALPHABET), None)


def _a(kind: Kind) -> str:
    return {
        Kind.STANDARD: "a standard address",
        Kind.INTEGRATED: "an integrated address",
        Kind.SUBADDRESS: "a subaddress",
    }[kind]
