# SPDX-License-Identifier: Apache-2.0
"""monerod's arguments: what is read, what is refused, what is merged; hostile ones are named after the attack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero.types.network import Network
from monero_operator.api import arguments, monerod_flags
from monero_operator.api.arguments import Argument
from monero_operator.api.reasons import Reason


def read(*words):
    """Return the arguments as they are written after parsing."""
    return [str(argument) for argument in arguments.parse(words).arguments]


def reasons_of(*words):
    """Return the reasons of all findings about these arguments."""
    parsed = arguments.parse(words)
    return [finding.reason for finding in (*parsed.findings, *arguments.refused(parsed.arguments))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--regtest", "--fixed-difficulty=1"], ["--regtest", "--fixed-difficulty=1"]),
        (["--fixed-difficulty", "1", "--regtest"], ["--fixed-difficulty=1", "--regtest"]),
        (["--public", "--out-peer", "8"], ["--public-node", "--out-peers=8"]),
        (["--limit-rate=5"], ["--limit-rate=5"]),
        (["--log-level", "-5"], ["--log-level=-5"]),
        (["--log-level", "--offline"], ["--log-level=--offline"]),
        (["--ban-list=/a=b"], ["--ban-list=/a=b"]),
        (["--ban-list=/a b -c"], ["--ban-list=/a b -c"]),
        (
            ["--add-priority=a", "--add-priority=b"],
            ["--add-priority-node=a", "--add-priority-node=b"],
        ),
        (["--flag-of-2030", "x", "--other"], ["--flag-of-2030=x", "--other"]),
        (["--flag-of-2030", "--regtest"], ["--flag-of-2030", "--regtest"]),
        (["--flag-of-2030=a", "--flag-of-2030=b"], ["--flag-of-2030=a", "--flag-of-2030=b"]),
    ],
)
def test_arguments_are_read_as_monerod_reads_them(words, expected):
    """Whole flags, abbreviations, both spellings of a value, and flags that nobody knows yet."""
    assert expected == read(*words)
    assert reasons_of(*words) == []


@pytest.mark.parametrize("words", [["foo"], [""], ["--"], ["--=x"], ["-x"], ["-offline"], ["--regtest", "stop_daemon"]])
def test_a_word_that_is_no_flag_is_refused(words):
    """monerod would take it as a command to a running daemon, and exit."""
    assert reasons_of(*words) == [Reason.ARGUMENT_MALFORMED]


@pytest.mark.parametrize("words", [["--offline=1"], ["--out-peers="], ["--out-peers"], ["--log-level", ""]])
def test_a_value_that_is_missing_or_too_much_is_refused(words):
    """monerod would exit with its help text."""
    assert Reason.ARGUMENT_MALFORMED in reasons_of(*words)


@pytest.mark.parametrize(
    "words",
    [
        ["--regtest --fixed-difficulty=1"],
        ["--regtest\t--fixed-difficulty=1", "--stagenet"],
        ["--out-peers 8"],
        ["--out-peers=8 --no-sync"],
        ["--out-peers", "8 --no-sync"],
        ["--flag-of-2030 x"],
    ],
)
def test_several_flags_in_one_word_are_refused(words):
    """monerod would take them for one flag that it does not know, and exit."""
    parsed = arguments.parse(words)

    assert [finding.reason for finding in parsed.findings] == [Reason.ARGUMENT_MALFORMED]
    assert "contains a blank: write each flag as an entry of its own" in parsed.findings[0].message


def test_a_line_break_is_refused():
    """Some arguments become lines of a file, and no line is a user's to add."""
    parsed = arguments.parse(["--add-exclusive-node=a:1\nrpc-bind-ip=0.0.0.0"])

    assert [finding.reason for finding in parsed.findings] == [Reason.ARGUMENT_MALFORMED]
    assert "line break" in parsed.findings[0].message


def test_an_ambiguous_abbreviation_is_refused_with_its_meanings():
    """Which of two flags was meant is the user's to say, and its value is no word of its own."""
    parsed = arguments.parse(["--p2p-bind-p", "3", "--regtest"])

    assert [Argument("regtest")] == list(parsed.arguments)
    assert len(parsed.findings) == 1
    assert "--p2p-bind-port or --p2p-bind-port-ipv6" in parsed.findings[0].message


@pytest.mark.parametrize(
    "words", [["--out-peers=1", "--out-peers=2"], ["--out-peers=1", "--out-pe", "2"], ["--regtest", "--regt"]]
)
def test_a_single_flag_given_twice_is_refused(words):
    """monerod would exit, also when the two are spelled differently."""
    assert reasons_of(*words) == [Reason.ARGUMENT_REPEATED]


@pytest.mark.parametrize("flag", sorted(arguments.REFUSED))
@pytest.mark.parametrize("spelling", ["--{flag}=x", "--{flag}", "--{shortened}=x", "--{shortened}"])
def test_no_spelling_of_a_refused_flag_gets_through(flag, spelling):
    """Whole or shortened, with or without a value, the flag never reaches monerod without a finding."""
    assert reasons_of(spelling.format(flag=flag, shortened=flag[:-1]), "value")


def opening_of(*words):
    """Return the reasons why these arguments cannot be read, or open a closed network."""
    parsed = arguments.parse(words)
    findings = parsed.findings + arguments.opening(parsed.arguments, arguments.OPENS_NETWORK)
    return [finding.reason for finding in findings]


@pytest.mark.parametrize("flag", sorted(arguments.OPENS_NETWORK))
def test_no_spelling_opens_a_closed_network(flag):
    """A flag that dials or asks strangers is found, also when it is shortened."""
    takes_value = monerod_flags.FLAGS[flag].kind is not monerod_flags.Kind.SWITCH
    words = [f"--{flag}", "1.2.3.4:18080"] if takes_value else [f"--{flag}"]

    assert opening_of(*words) == [Reason.ARGUMENT_OPENS_NETWORK]
    assert opening_of(f"--{flag[:-1]}", *words[1:])


def test_a_flag_hidden_as_the_value_of_another_stays_a_value():
    """What monerod takes as a value is no flag to us either, so it cannot swallow one of ours."""
    assert read("--log-level", "--data-dir=/elsewhere") == ["--log-level=--data-dir=/elsewhere"]


@given(st.lists(st.text(max_size=20) | st.sampled_from([f"--{flag}" for flag in monerod_flags.FLAGS]), max_size=20))
def test_no_arguments_raise(words):
    """Whatever is written, it is read or found; what is read is read the same again."""
    parsed = arguments.parse(words)

    if not parsed.findings:
        assert parsed == arguments.parse(str(argument) for argument in parsed.arguments)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Network.MAINNET),
        (["--regtest"], Network.REGTEST),
        (["--testnet"], Network.TESTNET),
        (["--stag"], Network.STAGENET),
    ],
)
def test_the_network_is_what_the_arguments_say(words, expected):
    """Without a word about it monerod is on mainnet."""
    assert expected == arguments.network_of(arguments.parse(words).arguments)


def test_two_networks_contradict_each_other():
    """monerod would exit."""
    found = arguments.network_of(arguments.parse(["--regtest", "--testnet"]).arguments)

    assert found.reason == Reason.NETWORKS_CONTRADICT
    assert "--regtest and --testnet" in found.message


def test_merging_overrides_by_flag_and_keeps_the_users_order():
    """A default that the user gives again goes; everything else stays in its place."""
    defaults = [Argument("no-igd"), Argument("out-peers", "64"), Argument("no-zmq")]
    user = [Argument("regtest"), Argument("out-peers", "8"), Argument("no-igd")]

    merged = arguments.merge(defaults, user)

    assert [Argument("no-zmq"), *user] == list(merged)


def test_a_flag_that_nobody_knows_comes_last():
    """It may take the next word as its value, which must not be a flag that counts."""
    merged = arguments.merge([Argument("no-zmq")], arguments.parse(["--flag-of-2030", "--regtest"]).arguments)

    assert [str(argument) for argument in merged] == ["--no-zmq", "--regtest", "--flag-of-2030"]
