# SPDX-License-Identifier: Apache-2.0
"""From a secret to keys and addresses, as every wallet of Monero derives them.

spend key ── Keccak-256, reduced ──> view key        (src/cryptonote_basic/account.cpp of monero 0.18)
view key, account and number ── Keccak-256, reduced ──> what a subaddress adds to the public spend key
                                                     (src/device/device_default.cpp)
"""

import dataclasses
import struct
from collections.abc import Iterator
from typing import NamedTuple, Self

from aiomonero.keys import curve, keccak
from aiomonero.keys.address import Address, Kind
from aiomonero.keys.secret import SecretKey, WrongKey, hex_of
from aiomonero.types.hashes import PublicKey
from aiomonero.types.network import Network

_SUBADDRESS = b"SubAddr\0"
_LIMIT_INDEX = 2**32


class Index(NamedTuple):
    """Which address of a wallet: accounts and their addresses count from zero, and the first of all is the primary."""

    account: int = 0
    address: int = 0


PRIMARY = Index()
"""A wallet's first address."""


@dataclasses.dataclass(frozen=True, slots=True)
class ViewKeys:
    """What a watching wallet has: it makes every address of the wallet and sees its income, and cannot spend."""

    view: SecretKey
    spend_public: PublicKey

    def __post_init__(self) -> None:
        if not curve.is_public_key(_point(self.spend_public)):
            raise WrongKey("this public spend key comes from no secret key")

    def address(self, network: Network, index: Index = PRIMARY) -> Address:
        """Return the wallet's primary address, or one of its subaddresses."""
        if index == PRIMARY:
            return Address(network, Kind.STANDARD, self.spend_public, self.view.public)
        spend = self._spend_key(index)
        view = hex_of(curve.multiply(self.view.scalar, spend))
        return Address(network, Kind.SUBADDRESS, hex_of(spend), view)

    def lookahead(self, accounts: range, addresses: range) -> Iterator[tuple[PublicKey, Index]]:
        """Return the public spend key of every address of these accounts: by it a wallet knows a payment for its own.

        Wallets look 50 accounts and 200 addresses ahead.
        """
        for account in accounts:
            for address in addresses:
                index = Index(account, address)
                yield hex_of(self._spend_key(index)), index

    def _spend_key(self, index: Index) -> bytes:
        spend = _point(self.spend_public)
        if index == PRIMARY:
            return spend
        return curve.add(spend, curve.multiply_base(_offset(self.view, index)))


@dataclasses.dataclass(frozen=True, slots=True)
class Keys:
    """The two secret keys of a wallet."""

    spend: SecretKey
    view: SecretKey

    @classmethod
    def derive(cls, spend: SecretKey) -> Self:
        """Derive the view key, so that the spend key (or its words) is all that needs keeping."""
        return cls(spend, _scalar_of(spend.scalar))

    @property
    def watching(self) -> ViewKeys:
        """What may be given to somebody who watches."""
        return ViewKeys(self.view, self.spend.public)

    def address(self, network: Network, index: Index = PRIMARY) -> Address:
        """Return the wallet's primary address, or one of its subaddresses."""
        return self.watching.address(network, index)


def _offset(view: SecretKey, index: Index) -> bytes:
    if not all(0 <= number < _LIMIT_INDEX for number in index):
        raise ValueError(f"accounts and addresses are numbered from 0 to {_LIMIT_INDEX - 1}")
    return _scalar_of(_SUBADDRESS + view.scalar + struct.pack("<II", *index)).scalar


def _scalar_of(data: bytes) -> SecretKey:
    return SecretKey.from_entropy(keccak.digest(data))


def _point(key: PublicKey) -> bytes:
    try:
        point = bytes.fromhex(key)
    except ValueError:
        raise WrongKey("a public key is written with hexadecimal digits alone") from None
    if len(point) != curve.SIZE_BYTES:
        raise WrongKey(f"a public key has {2 * curve.SIZE_BYTES} hexadecimal digits")
    return point
