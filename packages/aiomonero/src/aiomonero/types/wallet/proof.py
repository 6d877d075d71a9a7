# SPDX-License-Identifier: Apache-2.0
"""What came of checking a proof or a signature."""

import msgspec


class CheckedPayment(msgspec.Struct, frozen=True, kw_only=True):
    """What a transaction paid to an address; None where only the payment was asked for, not whether a proof is good."""

    received_piconero: int = msgspec.field(name="received")
    in_pool: bool
    confirmations: int
    good: bool | None = None


class CheckedReserve(msgspec.Struct, frozen=True, kw_only=True):
    """What an address holds, and how much of it was spent since."""

    good: bool
    total_piconero: int = msgspec.field(name="total", default=0)
    spent_piconero: int = msgspec.field(name="spent", default=0)


class CheckedSignature(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a message was signed by an address, and with which of its keys."""

    good: bool
    version: int = 0
    old: bool = False
    signature_type: str = ""
