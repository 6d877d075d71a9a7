# SPDX-License-Identifier: Apache-2.0
"""The table of monerod's flags."""

from monero_operator.api import arguments, monerod_flags
from monero_operator.desired.pod import monerod
from tests.support import build


def test_every_flag_that_is_judged_is_in_the_table():
    """A misspelled flag in a list of refusals would refuse nothing."""
    assert set() == (arguments.REFUSED.keys() | arguments.OPENS_NETWORK) - monerod_flags.FLAGS.keys()


def test_our_own_flags_exist_in_every_supported_version():
    """A default that one version does not know would keep its nodes from starting."""
    own = {argument.flag for argument in monerod.command_line(build.desired(arguments=()))} | {"offline"}

    assert set() == {flag for flag in own if monerod_flags.FLAGS[flag].since or monerod_flags.FLAGS[flag].until}


def test_an_exact_name_means_itself_also_where_it_abbreviates_others():
    """--limit-rate is a flag, and the beginning of two others."""
    assert monerod_flags.matching("limit-rate") == ("limit-rate",)
    assert monerod_flags.matching("limit-rate-d") == ("limit-rate-down",)
    assert monerod_flags.matching("LIMIT-RATE") == ()


def test_every_version_is_bounded_to_a_known_flag():
    """A date for a flag that is not listed would be a slip of the pen."""
    known = monerod_flags.FLAGS.keys()

    assert set() == (monerod_flags._SINCE.keys() | monerod_flags._UNTIL.keys()) - known
