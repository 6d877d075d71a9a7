# SPDX-License-Identifier: Apache-2.0
"""The names of a daemon's error codes."""

from aiomonero.methods.daemon.refusals import DaemonCode


def test_codes_are_numbered_without_gaps_but_for_one_that_is_no_refusal() -> None:
    """A name was not forgotten among them; -8 was never given away."""
    assert sorted(-code for code in DaemonCode) == [number for number in range(1, 22) if number != 8]
