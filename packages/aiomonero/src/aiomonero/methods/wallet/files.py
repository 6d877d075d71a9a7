# SPDX-License-Identifier: Apache-2.0
"""Methods about wallets as files: making, opening, closing them, and the secrets that they are made of."""

import types
from typing import ClassVar

import msgspec

from aiomonero.methods.method import Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.server import MadeWallet


class CreateParams(Discreet, frozen=True):
    """A new wallet; `filename` is a name in the server's folder of wallets."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password"})

    filename: str
    password: str
    language: str


class OpenParams(Discreet, frozen=True):
    """A wallet in the server's folder; the one that is open is closed, and saved first if so wanted."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password"})

    filename: str
    password: str
    autosave_current: bool


class CloseParams(msgspec.Struct, frozen=True):
    """Whether to save the wallet first."""

    autosave_current: bool


class PasswordParams(Discreet, frozen=True):
    """What opens the wallet now, and from now on."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"old_password", "new_password"})

    old_password: str
    new_password: str


class FromKeysParams(Discreet, frozen=True, kw_only=True):
    """A wallet of keys in hex; without `spendkey` it sees and cannot spend."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password", "spendkey", "viewkey"})

    filename: str
    address: str
    viewkey: str
    spendkey: str = ""
    password: str = ""
    language: str = "English"
    restore_height: int = 0
    autosave_current: bool = True


class RestoreParams(Discreet, frozen=True, kw_only=True):
    """A wallet of a seed; `seed_offset` is the passphrase that the seed was made with.

    A seed of a multisig wallet is hex instead of words, and wants `enable_multisig_experimental` (0.18.4.0 or later).
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password", "seed", "seed_offset"})

    filename: str
    seed: str
    seed_offset: str = ""
    password: str = ""
    language: str = "English"
    restore_height: int = 0
    autosave_current: bool = True
    enable_multisig_experimental: bool = False


class KeyParams(msgspec.Struct, frozen=True):
    """Which secret to tell: "mnemonic", "view_key" or "spend_key"."""

    key_type: str


class KeyResult(Discreet, frozen=True):
    """A secret."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"key"})

    key: str


CREATE_WALLET = Method(
    "create_wallet",
    CreateParams,
    Done,
    is_public=True,
    is_repeatable=False,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
OPEN_WALLET = Method(
    "open_wallet", OpenParams, Done, is_public=True, versions=versions.ALWAYS, public=versions.UNTIL_1_32
)
CLOSE_WALLET = Method(
    "close_wallet",
    CloseParams,
    Done,
    is_public=True,
    is_repeatable=False,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
STORE = Method("store", types.NoneType, Done, is_public=False, versions=versions.ALWAYS)
CHANGE_WALLET_PASSWORD = Method(
    "change_wallet_password", PasswordParams, Done, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
GENERATE_FROM_KEYS = Method(
    "generate_from_keys",
    FromKeysParams,
    MadeWallet,
    is_public=True,
    is_repeatable=False,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
RESTORE_DETERMINISTIC_WALLET = Method(
    "restore_deterministic_wallet",
    RestoreParams,
    MadeWallet,
    is_public=True,
    is_repeatable=False,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
QUERY_KEY = Method("query_key", KeyParams, KeyResult, is_public=False, versions=versions.ALWAYS)
