# SPDX-License-Identifier: Apache-2.0
"""Whether nodes lag behind or catch up, which is what most alerts about them turn on."""

from monero_operator.desired.rules import recordings
from monero_operator.desired.rules.terms import MINUTE, Terms


def catches_up(terms: Terms) -> str:
    """Return what holds for a node that gets blocks faster than the chain grows."""
    # While a bootstrap daemon answers for a node, its height is that daemon's; what counts is the node's own.
    enough = f"> {terms.limits.syncing_blocks_per_second:.3g}"
    own = terms.during(15 * MINUTE, "monero_info_height_without_bootstrap")
    return f"{terms.of(recordings.HEIGHT_SPEED)} {enough} or deriv({own}) {enough}"


def lags(terms: Terms) -> str:
    """Return what holds for a node that lacks blocks of its siblings; it has the label `network` beside its own."""
    return f"{terms.lately(recordings.HEIGHT_LAG)} > {terms.limits.lag_blocks:g}"
