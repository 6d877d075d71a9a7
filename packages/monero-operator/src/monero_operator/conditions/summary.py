# SPDX-License-Identifier: Apache-2.0
"""Which condition a person should read first: what `kubectl get` shows of them all.

What is wrong comes before what is under way, and that before what waits for others; if all is well it is Ready.
"""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType

_ORDER = (
    ConditionType.CONFIG_VALID,
    ConditionType.KEYS_VALID,
    ConditionType.PROGRESSING,
    ConditionType.SYNCED,
    ConditionType.PEERED,
    ConditionType.MESHED,
    ConditionType.CONNECTED,
    ConditionType.TOR_READY,
    ConditionType.I2P_READY,
    ConditionType.ONION_PEERS_AVAILABLE,
    ConditionType.I2P_PEERS_AVAILABLE,
    ConditionType.AVAILABLE,
    ConditionType.READY,
)
_AT_REST = frozenset({Reason.COMPLETE, Reason.SCALED_TO_ZERO})


def of(conditions: Sequence[Condition]) -> Condition:
    """Return the first that is not as it should be, or else Ready."""
    known = {ConditionType(condition.type): condition for condition in conditions}
    shown = (known[each] for each in _ORDER if each in known)
    return next((each for each in shown if _is_news(each)), known[ConditionType.READY])


def _is_news(condition: Condition) -> bool:
    if condition.type == ConditionType.PROGRESSING:
        return condition.reason not in _AT_REST
    return condition.status == "False"
