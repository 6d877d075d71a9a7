# SPDX-License-Identifier: Apache-2.0
"""Keys for what leads out, held against those that the operator makes by a library for the curve."""

from hypothesis import given
from hypothesis import strategies as st

from monero_agent.i2p import own_key
from monero_operator.keys import i2p


@given(st.binary(min_size=own_key.ENTROPY_BYTES, max_size=own_key.ENTROPY_BYTES))
def test_a_key_is_what_the_operator_would_make_of_the_same(entropy):
    """i2pd would load another one without a word, and nobody could answer it."""
    assert own_key.make(entropy) == i2p.make(entropy)
