# SPDX-License-Identifier: Apache-2.0
"""What is left of Tor and I2P when they are switched off. It goes when no pod is left that was made with it.

Keys are another matter (`plan.keys`): what becomes of them is for their owner to say.
"""

from typing import get_args

from aiomonero.types.health import Status
from monero_operator import naming
from monero_operator.desired.anonymity import Anonymity
from monero_operator.facts import HiddenNetwork, Seen
from monero_operator.plan.actions import Deletion


def unused(wanted: Anonymity, facts: Seen[Status], *, is_settled: bool) -> tuple[Deletion, ...]:
    """Return the documents that nobody reads any more; `is_settled`: every pod is of the current template."""
    if not is_settled:
        return ()
    off: list[HiddenNetwork] = [at for at in get_args(HiddenNetwork) if at not in wanted.enabled]
    found = (facts.config_maps.get(naming.router(facts.name, at)) for at in off)
    return tuple(Deletion("ConfigMap", each.name, each.uid) for each in found if each and not each.is_terminating)
