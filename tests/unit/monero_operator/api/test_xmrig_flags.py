# SPDX-License-Identifier: Apache-2.0
"""The table of xmrig's options."""

import pytest

from monero_operator.api import xmrig_arguments, xmrig_flags


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("url", ("url",)),
        ("daemon", ("daemon",)),
        ("back", ("background",)),
        ("tls-c", ("tls-cert", "tls-cert-key", "tls-ciphers", "tls-ciphersuites")),
        ("nonsense", ()),
    ],
)
def test_a_whole_name_means_itself_and_a_part_all_that_begin_so(spelling, expected):
    """As `getopt_long` has it."""
    assert xmrig_flags.matching(spelling) == expected


def test_the_table_does_not_contradict_itself():
    """One kind for each name; letters, and what is looked for elsewhere, stand for names that there are."""
    kinds = (xmrig_flags.SWITCHES, xmrig_flags.VALUED, xmrig_flags.OPTIONAL)

    assert len(xmrig_flags.NAMES) == sum(map(len, kinds))
    assert set(xmrig_flags.LETTERS.values()) | set(xmrig_arguments.REFUSED) | xmrig_arguments.WORK <= xmrig_flags.NAMES
