# SPDX-License-Identifier: Apache-2.0
"""The condition ConfigValid."""

from monero_operator.api import arguments
from monero_operator.api.reasons import Reason
from monero_operator.conditions import config_valid


def test_nothing_wrong_is_valid():
    """The positive case says so."""
    assert (config_valid.evaluate([]).status, config_valid.evaluate([]).reason) == ("True", "Valid")


def test_the_first_finding_gives_the_reason_and_the_message_is_bounded():
    """Sixty wrong arguments make no endless message."""
    findings = [arguments.finding(Reason.ARGUMENT_REPEATED, flag=f"flag-{number}") for number in range(60)]

    condition = config_valid.evaluate(findings)

    assert (condition.status, condition.reason) == ("False", "ArgumentRepeated")
    assert "--flag-4" in condition.message
    assert "--flag-5" not in condition.message
