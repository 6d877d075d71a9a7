# SPDX-License-Identifier: Apache-2.0
"""Connected: every miner that runs has a pool or node to work for. A pool that is away is not a failed pod."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, about_some, say
from monero_operator.facts import Miner

TYPE = ConditionType.CONNECTED


def evaluate(miners: Sequence[Miner]) -> Condition:
    """Return the condition; of miners that do not run the others tell (Ready, Progressing)."""
    running = [miner for miner in miners if miner.serves]
    if not running:
        return say(TYPE, "Unknown", Reason.NO_MINERS)
    if idle := [miner for miner in running if miner.status and not miner.status.is_connected]:
        return about_some(TYPE, "False", Reason.DISCONNECTED, idle, len(running))
    if silent := [miner for miner in running if miner.status is None]:
        return about_some(TYPE, "Unknown", Reason.NO_ANSWER, silent, len(running))
    return say(TYPE, "True", Reason.CONNECTED)
