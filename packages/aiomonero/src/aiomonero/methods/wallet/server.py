# SPDX-License-Identifier: Apache-2.0
"""Methods about the wallet server itself, the daemon that it asks, and mining there."""

import types
from typing import ClassVar

import msgspec

from aiomonero.methods.method import MINUTES, Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.server import Languages, WalletVersion


class SetDaemonParams(Discreet, frozen=True, kw_only=True, omit_defaults=True):
    """The daemon to ask from now on, and how to talk to it; `proxy` is "host:port" of a SOCKS proxy.

    `trusted`: it may see which outputs are the wallet's. `ssl_support` is "enabled", "disabled" or "autodetect".
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password"})

    address: str
    username: str = ""
    password: str = ""
    trusted: bool = False
    ssl_support: str = "autodetect"
    ssl_private_key_path: str = ""
    ssl_certificate_path: str = ""
    ssl_ca_file: str = ""
    ssl_allowed_fingerprints: tuple[str, ...] = ()
    ssl_allow_any_cert: bool = False
    proxy: str = ""


class MiningParams(msgspec.Struct, frozen=True):
    """How the wallet's daemon mines, paying the wallet."""

    threads_count: int
    do_background_mining: bool = False
    ignore_battery: bool = False


class LogLevelParams(msgspec.Struct, frozen=True):
    """0 tells least, 4 most."""

    level: int


class LogCategories(msgspec.Struct, frozen=True):
    """Categories with their levels, such as "*:WARNING,wallet:INFO"."""

    categories: str = ""


GET_VERSION = Method("get_version", types.NoneType, WalletVersion, is_public=True, versions=versions.ALWAYS)
GET_LANGUAGES = Method("get_languages", types.NoneType, Languages, is_public=True, versions=versions.ALWAYS)
SET_DAEMON = Method("set_daemon", SetDaemonParams, Done, is_public=False, versions=versions.ALWAYS)
SET_LOG_LEVEL = Method("set_log_level", LogLevelParams, Done, is_public=False, versions=versions.ALWAYS)
SET_LOG_CATEGORIES = Method(
    "set_log_categories", LogCategories, LogCategories, is_public=False, versions=versions.ALWAYS
)
STOP_WALLET = Method(
    "stop_wallet", types.NoneType, Done, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
START_MINING = Method(
    "start_mining",
    MiningParams,
    Done,
    is_public=True,
    is_repeatable=False,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
STOP_MINING = Method(
    "stop_mining",
    types.NoneType,
    Done,
    is_public=True,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
    patience_seconds=MINUTES,
)
