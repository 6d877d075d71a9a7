# SPDX-License-Identifier: Apache-2.0
"""Templates in short."""

from monero_operator.desired import fingerprint
from monero_operator.desired.pod import mining
from tests.support import build


def test_a_fingerprint_is_that_of_the_content():
    """Equal templates have one, different ones two; it fits a label."""
    one, same, other = (mining.build(build.desired_miner(args=(word,))) for word in ("-k", "-k", "--tls"))

    assert fingerprint.of(one) == fingerprint.of(same) != fingerprint.of(other)
    assert fingerprint.of(one).isalnum()
    assert len(fingerprint.of(one)) == 16
