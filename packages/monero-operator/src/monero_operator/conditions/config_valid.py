# SPDX-License-Identifier: Apache-2.0
"""ConfigValid: the spec can be carried out, and the names of the children are free."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api.arguments import Finding
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, say

TYPE = ConditionType.CONFIG_VALID
MAX_FINDINGS = 5
"""Sentences in one message; with these put right the next ones show."""


def evaluate(findings: Sequence[Finding]) -> Condition:
    """Return the condition: the reason of the first finding, the sentences of the first few."""
    if not findings:
        return say(TYPE, "True", Reason.VALID)
    message = " ".join(finding.message for finding in findings[:MAX_FINDINGS])
    return Condition(type=TYPE.value, status="False", reason=findings[0].reason.value, message=message)
