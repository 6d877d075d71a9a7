# SPDX-License-Identifier: Apache-2.0
"""xmrig's arguments: what is read, what is refused; hostile ones are named after the attack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monero_operator.api import xmrig_arguments, xmrig_flags
from monero_operator.api.arguments import Argument
from monero_operator.api.reasons import Reason


def read(*words):
    """Return the options that arguments set, as they are written after parsing."""
    return [str(option) for option in xmrig_arguments.parse(words).arguments]


def reasons_of(*words):
    """Return the reasons of all findings about these arguments."""
    return [finding.reason for finding in xmrig_arguments.parse(words).findings]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["-o", "pool:1", "-u", "me", "--tls"], ["--url=pool:1", "--user=me", "--tls"]),
        (["-opool:1", "-kt2"], ["--url=pool:1", "--keepalive", "--threads=2"]),
        (["--url", "pool:1", "--thr=2"], ["--url=pool:1", "--threads=2"]),
        (["--url=a", "--url=b"], ["--url=a", "--url=b"]),
        (["-u", "--http-port=1"], ["--user=--http-port=1"]),
        (["--randomx-wrmsr", "x"], ["--randomx-wrmsr"]),
        (["oops", "--tls", "--", "--background"], ["--tls"]),
        (["--option-of-2030", "x"], ["--option-of-2030"]),
        (["--tls-c=x"], ["--tls-c=x"]),
        (["-u", "x$(id)"], ["--user=x$(id)"]),
    ],
)
def test_arguments_are_read_as_xmrig_reads_them(words, expected):
    """Letters alone and together, both spellings of a value, abbreviations, and what xmrig ignores."""
    assert read(*words) == expected
    assert reasons_of(*words) == []


@pytest.mark.parametrize(
    "words",
    [
        ["--http-port=1"],
        ["--http-p", "1"],
        ["--http"],
        ["--back"],
        ["-B"],
        ["-kB"],
        ["-c", "/x"],
        ["--config=/x"],
        ["-l/dev/null"],
        ["--log=/x"],
        ["-S"],
        ["--dry-run"],
        ["-V"],
        ["-h"],
        ["--http-access-token", "x"],
    ],
)
def test_what_is_the_operators_is_refused_however_it_is_spelled(words):
    """A word in short, a letter among others, a value in the same word."""
    assert reasons_of(*words) == [Reason.ARGUMENT_REFUSED]


@pytest.mark.parametrize("words", [["-o"], ["--url"], ["--tls", "-u"]])
def test_a_value_that_is_missing_is_refused(words):
    """xmrig would go on without the option."""
    assert reasons_of(*words) == [Reason.ARGUMENT_MALFORMED]


def test_the_last_value_counts():
    """As in xmrig."""
    options = xmrig_arguments.parse(["-t1", "--threads=2"]).arguments

    assert xmrig_arguments.last_value(options, "threads") == "2"
    assert xmrig_arguments.last_value(options, "url") is None


@pytest.mark.parametrize(("words", "expected"), [(["--daemon"], True), (["--daemon-poll-interval=5"], False)])
def test_a_miner_that_works_for_a_node_says_daemon(words, expected):
    """Whole; another option begins with the same word."""
    assert xmrig_arguments.is_solo(xmrig_arguments.parse(words).arguments) == expected


@given(st.lists(st.text(max_size=12) | st.sampled_from([f"--{name}" for name in sorted(xmrig_flags.NAMES)])))
def test_any_words_are_read_and_none_is_a_refused_option_unseen(words):
    """Whatever stands there: an option that is set and not the user's is always found."""
    parsed = xmrig_arguments.parse(words)

    forbidden = [option for option in parsed.arguments if option.flag in xmrig_arguments.REFUSED]
    assert isinstance(parsed.arguments, tuple)
    assert len(parsed.findings) >= len(forbidden)
    assert all(isinstance(option, Argument) for option in parsed.arguments)
