# SPDX-License-Identifier: Apache-2.0
"""The environment variables that the command reads; each secret has one name, in all groups of commands."""

from __future__ import annotations

ADDRESS = "MONERO_ADDRESS"
WALLET_ADDRESS = "MONERO_WALLET_ADDRESS"
USERNAME = "MONERO_USERNAME"
PASSWORD = "MONERO_PASSWORD"  # noqa: S105 - the name of a variable
PROXY = "MONERO_PROXY"
DAEMON_PASSWORD = "MONERO_DAEMON_PASSWORD"  # noqa: S105 - the name of a variable
WALLET_PASSWORD = "MONERO_WALLET_PASSWORD"  # noqa: S105 - the name of a variable
WALLET_NEW_PASSWORD = "MONERO_WALLET_NEW_PASSWORD"  # noqa: S105 - the name of a variable
WALLET_CACHE_PASSWORD = "MONERO_WALLET_CACHE_PASSWORD"  # noqa: S105 - the name of a variable
SEED = "MONERO_SEED"
SEED_OFFSET = "MONERO_SEED_OFFSET"
VIEW_KEY = "MONERO_VIEW_KEY"
SPEND_KEY = "MONERO_SPEND_KEY"
TX_KEY = "MONERO_TX_KEY"
ZMQ = "MONERO_ZMQ"

INSTEAD_OF = {
    ADDRESS: "`--address` of a daemon; the option beats it",
    WALLET_ADDRESS: "`--address` of a wallet server; the option beats it",
    USERNAME: "`--username`; the option beats it",
    PASSWORD: "`--password-file`, or the prompt; a password is never an argument",
    PROXY: "`--proxy`; the option beats it, but a password of the proxy is never an argument",
    DAEMON_PASSWORD: "`--daemon-password-file` of `monero wallet set-daemon`, or the prompt",
    WALLET_PASSWORD: "`--wallet-password-file`, or the prompt",
    WALLET_NEW_PASSWORD: "`--new-password-file` of `monero wallet change-wallet-password`, or the prompt",
    WALLET_CACHE_PASSWORD: "`--cache-password-file` of `monero wallet setup-background-sync`, or the prompt",
    SEED: "`--seed-file` of `monero wallet`, `--secret-file` of `monero address`, or the prompt",
    SEED_OFFSET: "`--seed-offset-file` of `monero wallet restore-deterministic-wallet`; without both there is none",
    VIEW_KEY: "`--view-key-file` of `monero wallet`, `--secret-file` of `monero address --watch`, or the prompt",
    SPEND_KEY: "`--spend-key-file` of `monero wallet generate-from-keys`; without both the wallet only sees",
    TX_KEY: "`--tx-key-file` of `monero wallet check-tx-key`, or the prompt",
    ZMQ: "`--zmq` of `monero daemon watch` and `zmq`; the option beats it",
}
"""What each of them stands for."""
