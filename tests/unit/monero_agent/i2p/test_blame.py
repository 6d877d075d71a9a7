# SPDX-License-Identifier: Apache-2.0
"""Which options i2pd refuses, told without their values; what i2pd says is as i2pd 2.56 said it."""

import pytest

from monero_agent.i2p import blame
from monero_agent.i2p.wanted import Wanted

WANTED = Wanted(None, {"bandwidth": "secret", "ntcp2.port": "x"}, (), ())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("unrecognised option 'ntcp2.nonsense'", ["line 3 of i2pd.conf"]),
        ("the argument ('secret') for option 'bandwidth' is invalid", ["the option bandwidth of i2p.json"]),
        ("something else is wrong", []),
    ],
)
def test_the_options_that_are_refused_are_told_by_their_places(words, expected):
    """The user's by the number of the line, as its name may be a slip with a secret."""
    assert blame.places(words, WANTED, "# mine\n[ntcp2]\nnonsense = 1\n") == expected
