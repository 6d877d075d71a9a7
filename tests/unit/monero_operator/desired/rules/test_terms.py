# SPDX-License-Identifier: Apache-2.0
"""Selectors and times as PromQL writes them."""

import pytest

from aiomonero.types.network import Network
from monero_operator.desired.rules.terms import DAY, HOUR, MINUTE, Terms


@pytest.mark.parametrize(
    ("seconds", "pace", "expected"),
    [
        pytest.param(10 * MINUTE, 1, "10m", id="minutes"),
        pytest.param(90 * MINUTE, 1, "90m", id="more minutes than an hour"),
        pytest.param(24 * HOUR, 1, "1d", id="a day"),
        pytest.param(7 * DAY, 1, "7d", id="days"),
        pytest.param(10 * MINUTE, 0.01, "6s", id="at a hundredth of the pace"),
        pytest.param(5, 0.1, "500ms", id="less than a second"),
        pytest.param(1, 0.0001, "1ms", id="never nothing"),
    ],
)
def test_a_time_is_written_in_its_largest_unit(seconds: float, pace: float, expected: str) -> None:
    """A time has one number and one unit, at the terms' pace."""
    assert expected == Terms(pace=pace).span(seconds)


def test_seconds_are_plain_numbers() -> None:
    """PromQL compares with numbers, and an exponent would be hard to read."""
    assert Terms().seconds(3 * DAY) == "259200"
    assert Terms(pace=0.01).seconds(HOUR) == "36"


def test_a_selector_has_the_terms_matchers_and_its_own() -> None:
    """Rules of one set see nothing of another."""
    terms = Terms(matchers={"namespace": "a", "set": "b"})

    assert terms.of("monero_up") == 'monero_up{namespace="a",set="b"}'
    assert terms.of("up", 'job="x"') == 'up{namespace="a",set="b",job="x"}'
    assert terms.during(HOUR, "monero_up") == 'monero_up{namespace="a",set="b"}[1h]'
    assert Terms().of("monero_up") == "monero_up"


def test_nodes_of_a_network_are_found_by_their_info() -> None:
    """The labels that only the info has do not keep it from matching."""
    expected = 'and ignoring (version, network) last_over_time(monero_daemon_info{set="b",network="testnet"}[10m])'

    assert expected == Terms(matchers={"set": "b"}).on(Network.TESTNET)
