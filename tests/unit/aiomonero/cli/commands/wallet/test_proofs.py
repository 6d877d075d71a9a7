# SPDX-License-Identifier: Apache-2.0
"""Checks by command."""

from typing import Any

import pytest

from aiomonero.testing import daemons

SOMEBODY = daemons.ADDRESS
HASH = "ab" * 32


SIGNED = ("--signature", "SigV2")


PAID = {"in_pool": False, "confirmations": 3}


@pytest.mark.parametrize(
    ("words", "method", "yes", "no"),
    [
        (("verify", "--data", "x", "--wallet-address", SOMEBODY, *SIGNED), "verify", {"good": True}, {"good": False}),
        (
            ("validate-address", "--wallet-address", "foo"),
            "validate_address",
            {"valid": True, "integrated": False, "subaddress": False, "nettype": "mainnet"},
            {"valid": False, "integrated": False, "subaddress": False, "nettype": ""},
        ),
        (
            ("check-tx-key", "--tx-hash", HASH, "--wallet-address", SOMEBODY, "--tx-key-file", "-"),
            "check_tx_key",
            {**PAID, "received": 1},
            {**PAID, "received": 0},
        ),
        (
            ("check-tx-proof", "--tx-hash", HASH, "--wallet-address", SOMEBODY, *SIGNED),
            "check_tx_proof",
            {**PAID, "received": 1, "good": True},
            {**PAID, "received": 1, "good": False},
        ),
        (("check-spend-proof", "--tx-hash", HASH, *SIGNED), "check_spend_proof", {"good": True}, {"good": False}),
        (
            ("check-reserve-proof", "--wallet-address", SOMEBODY, *SIGNED),
            "check_reserve_proof",
            {"good": True, "total": 5, "spent": 0},
            {"good": False, "total": 0, "spent": 0},
        ),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_no_is_seen_by_the_exit_code(run: Any, words: Any, method: str, yes: Any, no: Any, form: Any) -> None:
    """As a script looks at nothing else; the answer is printed all the same."""
    good, _ = run(*words, *form, answers={method: yes}, input="ab" * 32)
    bad, _ = run(*words, *form, answers={method: no}, input="ab" * 32)

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert good.output != bad.output != ""
