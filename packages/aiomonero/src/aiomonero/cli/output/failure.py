# SPDX-License-Identifier: Apache-2.0
"""Errors as a person reads them: what happened, and what to try."""

from __future__ import annotations

from collections.abc import Mapping

from aiomonero import errors
from aiomonero.cli.output.printable import printable

# First match wins, so a leaf stands above its bases.
_EXIT_CODES: tuple[tuple[type[errors.MoneroError], int], ...] = (
    (errors.DaemonError, 1),
    (errors.LocalProtocolError, 1),
    (errors.UnsupportedVersion, 1),
    (errors.TransportError, 3),
    (errors.MoneroError, 4),
)
_UNKNOWN = (
    "It may have been done all the same: look, for payments with `monero wallet get-transfers`, before you repeat it."
)
_UNSURE = (errors.TimedOut, errors.Closed, errors.Busy, errors.DaemonAway)
_ADVICE: tuple[tuple[type[errors.MoneroError], str], ...] = (
    (errors.ConnectFailed, "Is anything running there? Try --address URL, or --proxy for onion and I2P addresses."),
    (errors.ProxyRefused, "Is the proxy running (Tor: systemctl status tor)? Try --proxy URL."),
    (errors.TimedOut, "It is slow or hangs: try --request-timeout SECONDS."),
    (
        errors.TlsFailed,
        "Try https:// or http://, --tls-ca-cert FILE, --tls-fingerprint SHA256, or -k to believe anybody.",
    ),
    (errors.Unauthorized, "Try --username NAME, with the password in MONERO_PASSWORD, --password-file or the prompt."),
    (errors.NoWalletOpen, "Try `monero wallet open-wallet --filename NAME`, or create-wallet."),
    (errors.MoneyLocked, "See `monero wallet get-balance` for how many blocks it takes."),
    (errors.Restricted, "Ask the unrestricted port, 18081 on mainnet, which is best kept to its own machine."),
    (errors.Busy, "It starts or syncs: see `monero daemon sync-info`, and try again later."),
    (errors.DaemonAway, "Does the wallet's daemon run? See --daemon-address of the wallet server, or set-daemon."),
    (errors.PaymentRequired, "Ask another daemon, with --address URL."),
    (errors.UnsupportedVersion, "See `monero daemon get-version` for what runs there."),
    (errors.MethodMissing, "See `monero daemon get-version` for what runs there."),
    (errors.WrongServer, "`monero daemon` asks a monerod, `monero wallet` a monero-wallet-rpc: or try --address URL."),
    (errors.Reorganized, "The chain changed meanwhile: try again."),
)
_OWN: Mapping[str, tuple[tuple[type[errors.MoneroError], str], ...]] = {
    "wallet": (
        (errors.UnsupportedVersion, "See `monero wallet get-version` for what runs there."),
        (errors.Restricted, "Ask a wallet server that was started without --restricted-rpc."),
        (errors.Busy, "Its daemon starts or syncs: see `monero daemon sync-info`, and try again later."),
        (errors.MethodMissing, "See `monero wallet get-version` for what runs there."),
    ),
    "p2p": (
        (
            errors.ConnectFailed,
            "Does a peer listen there (P2P, not RPC)? Try another HOST:PORT, or --proxy for onion and I2P addresses.",
        ),
        (errors.Closed, "Is it a peer of that network? Try --network, and its P2P port, not that of RPC."),
        (errors.ProtocolError, "Is it a peer of that network? Try --network, and its P2P port, not that of RPC."),
    ),
}
"""What fits one group of commands better."""


def sentence(error: errors.MoneroError, group: str = "daemon") -> str:
    """Return what happened and, where that is known, what a command of the group should try."""
    advice = next((text for kind, text in (*_OWN.get(group, ()), *_ADVICE) if isinstance(error, kind)), "")
    unknown = _UNKNOWN if _may_be_done(error) else ""
    return "\n".join(line for line in (printable(str(error)), unknown, advice) if line)


def exit_code(error: errors.MoneroError) -> int:
    """Return the exit code of a command that failed so."""
    return next(code for kind, code in _EXIT_CODES if isinstance(error, kind))


def _may_be_done(error: errors.MoneroError) -> bool:
    """Tell whether something that must not be done twice was asked, and the answer is lost."""
    if isinstance(error, errors.NotReady) or not isinstance(error, _UNSURE):
        return False
    from aiomonero.methods import catalogue

    asked = (methods.get(error.method) for methods in (catalogue.of_daemon(), catalogue.of_wallet()))
    return any(method and not method.is_repeatable for method in asked)
