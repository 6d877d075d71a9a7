# SPDX-License-Identifier: Apache-2.0
"""What a wallet's error codes become."""

import pytest

from aiomonero import errors
from aiomonero.methods.wallet import refusals
from aiomonero.methods.wallet.refusals import WalletCode
from aiomonero.protocol import jsonrpc


def _refusal(code: int) -> errors.DaemonError:
    body = b'{"error": {"code": %d, "message": "no"}}' % code
    with pytest.raises(errors.DaemonError) as caught:
        jsonrpc.decode(body, dict, refusals.CODES)
    return caught.value


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (WalletCode.NOT_OPEN, errors.NoWalletOpen),
        (WalletCode.NOT_ENOUGH_MONEY, errors.NotEnoughMoney),
        (WalletCode.NOT_ENOUGH_UNLOCKED_MONEY, errors.MoneyLocked),
        (WalletCode.DENIED, errors.Restricted),
        (WalletCode.INVALID_PASSWORD, errors.Unauthorized),
        (WalletCode.NO_DAEMON_CONNECTION, errors.DaemonAway),
        (WalletCode.WRONG_TXID, errors.NotFound),
        (WalletCode.WRONG_ADDRESS, errors.Rejected),
    ],
)
def test_a_code_says_what_would_help(code: WalletCode, kind: type[errors.DaemonError]) -> None:
    """Opening a wallet, waiting, more money, another server, or nothing."""
    assert type(_refusal(code)) is kind


@pytest.mark.parametrize("code", WalletCode)
def test_every_code_is_kept(code: WalletCode) -> None:
    """Whoever wants to know more compares it with the names."""
    assert _refusal(code).code is not None
    assert WalletCode(_refusal(code).code or 0) is code


def test_codes_are_numbered_without_gaps() -> None:
    """A name was not forgotten among them."""
    assert sorted(-code for code in WalletCode) == list(range(1, len(WalletCode) + 1))
