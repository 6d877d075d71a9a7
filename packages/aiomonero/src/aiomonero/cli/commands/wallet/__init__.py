# SPDX-License-Identifier: Apache-2.0
"""`monero wallet`: what a monero-wallet-rpc can be asked and told."""

from aiomonero.cli.commands.wallet import (
    accounts,
    addresses,
    book,
    files,
    history,
    multisig,
    offline,
    proofs,
    server,
    spending,
    sync,
)
from aiomonero.cli.commands.wallet.group import group

__all__ = [
    "accounts",
    "addresses",
    "book",
    "files",
    "group",
    "history",
    "multisig",
    "offline",
    "proofs",
    "server",
    "spending",
    "sync",
]
