# SPDX-License-Identifier: Apache-2.0
"""KeysValid: every address at Tor and I2P has a key, and every key, the user's own too, is good."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api import reasons
from monero_operator.api.arguments import Finding
from monero_operator.api.reasons import Reason
from monero_operator.conditions.config_valid import MAX_FINDINGS
from monero_operator.conditions.statement import ConditionType, say

TYPE = ConditionType.KEYS_VALID


def evaluate(findings: Sequence[Finding]) -> Condition:
    """Return the condition: the reason of the first finding, the sentences of the first few."""
    if not findings:
        return say(TYPE, "True", Reason.KEYS_GOOD)
    message = " ".join(finding.message for finding in findings[:MAX_FINDINGS])
    return Condition(type=TYPE.value, status="False", reason=findings[0].reason.value, message=message)


def unused(secret: str, entries: Sequence[str]) -> Condition:
    """Return the condition where nothing is wrong, though a user's Secret has keys for no node."""
    return say(TYPE, "True", Reason.KEYS_UNUSED, secret=secret, entries=reasons.listed(list(entries)))
