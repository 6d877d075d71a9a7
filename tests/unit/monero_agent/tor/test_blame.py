# SPDX-License-Identifier: Apache-2.0
"""Whose lines tor refuses, told without a word of them; what tor says is as tor 0.4.9 said it."""

import pytest

from monero_agent.tor import blame, wanted

EXTRA = """\
# mine
Log notice file /x
Bridge obfs4 192.0.2.1:4433 cert=secret1
Bridge obfs4 192.0.2.2:99999 \\
  cert=secret2
SecretWord
"""
OPERATORS = ("SocksPort 0", "Bridge obfs4 192.0.2.3:1 cert=secret3")
WANTED = wanted.Wanted(OPERATORS, (), {})
LAST = "Reading config failed--see warnings above."
FAILED = "Failed to parse/validate config: {}"
IDLE = "SocksPort, TransPort, NATDPort, DNSPort, and ORPort are all undefined, and there aren't any hidden services."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((FAILED.format("Unknown option 'SecretWord'.  Failing."), LAST), ["line 6 of torrc"]),
        (
            (IDLE, "Error parsing Bridge address '192.0.2.2:99999'", FAILED.format("Bridge line did not parse."), LAST),
            ["line 4 of torrc"],
        ),
        (
            (FAILED.format("Bridge line did not parse. See logs for details."), LAST),
            ["line 3 of torrc", "line 4 of torrc", "the option Bridge of tor.json"],
        ),
        (
            ("Couldn't parse log levels in Log option 'Log x'", FAILED.format("Invalid router list."), LAST),
            ["line 2 of torrc"],
        ),
        ((FAILED.format("Invalid router list."), LAST), []),
    ],
)
def test_the_lines_that_are_refused_are_told_by_their_places(words, expected):
    """Where tor quotes a line it is that one, where it names an option all that have it."""
    assert blame.places(words, WANTED, EXTRA) == expected
