# SPDX-License-Identifier: Apache-2.0
"""Methods about payment for RPC, which 0.19 no longer has, and the count of calls.

A `client` is a public key, the time, and a signature over it (hex), as wallets make them: whoever sees it can pay with
its credits for a while, so it is in no representation.
"""

import types
from typing import Annotated, ClassVar

import msgspec

from aiomonero.methods.method import UNTIL_0_19, Method
from aiomonero.types.discreet import Discreet
from aiomonero.types.payment import AccessData, AccessInfo, CallCount


class ClientParams(Discreet, frozen=True):
    """Names the client that pays."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"client"})

    client: str


class NonceParams(Discreet, frozen=True):
    """A nonce that was found for the hashing blob with this cookie."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"client"})

    client: str
    nonce: int
    cookie: int


class PayParams(Discreet, frozen=True):
    """How many credits to take, and what for."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"client"})

    client: str
    paying_for: str
    payment: int


class TrackingParams(msgspec.Struct, frozen=True):
    """Whether to count from 0 again; the answer is empty then."""

    clear: bool


class AccountParams(Discreet, frozen=True):
    """How many credits to give a client, or to take where it is negative."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"client"})

    client: str
    delta_balance: Annotated[int, msgspec.Meta(ge=-(2**63))]


class CreditsResult(msgspec.Struct, frozen=True):
    """The credits that are left."""

    credits: int = 0


class TrackingResult(msgspec.Struct, frozen=True):
    """All handlers that were asked; daemons leave an empty list out."""

    data: tuple[CallCount, ...] = ()


RPC_ACCESS_INFO = Method("rpc_access_info", ClientParams, AccessInfo, is_public=True, versions=UNTIL_0_19)
RPC_ACCESS_SUBMIT_NONCE = Method(
    "rpc_access_submit_nonce", NonceParams, CreditsResult, is_public=True, is_repeatable=False, versions=UNTIL_0_19
)
RPC_ACCESS_PAY = Method(
    "rpc_access_pay", PayParams, CreditsResult, is_public=True, is_repeatable=False, versions=UNTIL_0_19
)
RPC_ACCESS_TRACKING = Method(
    "rpc_access_tracking", TrackingParams, TrackingResult, is_public=False, versions=UNTIL_0_19
)
RPC_ACCESS_DATA = Method("rpc_access_data", types.NoneType, AccessData, is_public=False, versions=UNTIL_0_19)
RPC_ACCESS_ACCOUNT = Method(
    "rpc_access_account", AccountParams, CreditsResult, is_public=False, is_repeatable=False, versions=UNTIL_0_19
)
