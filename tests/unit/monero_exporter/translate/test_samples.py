# SPDX-License-Identifier: Apache-2.0
"""From what was seen to samples."""

import dataclasses
import itertools

from aiomonero import errors
from monero_exporter.translate import readiness, samples
from monero_exporter.translate.observation import Details, Observation, Seen
from tests.support.observations import FAILED, HEIGHT, NOW, info, observation, sibling

FINE = readiness.Verdict(is_synced=True)
BAD = readiness.judge(observation(info(synchronized=False), connections=()), is_closed=False)


def _values(seen: Observation, verdict: readiness.Verdict = FINE) -> dict[str, float]:
    return {
        "/".join((sample.family.name, *sample.labels)): sample.value
        for sample in itertools.chain.from_iterable(samples.topics(seen, verdict, Details()))
    }


def test_values_and_verdict_are_those_that_were_seen() -> None:
    """Truth values are 0 and 1."""
    values = _values(observation(), BAD)

    assert values["monero_info_height"] == HEIGHT
    assert values["monero_last_block_header_timestamp"] == NOW - 60
    assert values["monero_daemon_info/0.18.5.3-unknown/mainnet"] == 1
    assert (values["monero_up"], values["monero_ready"], values["monero_synced"]) == (1, 0, 0)


def test_a_silent_daemon_is_down_and_nothing_else_is_claimed() -> None:
    """Old values are not repeated: Prometheus marks them stale."""
    values = _values(Observation(NOW, Seen(None, errors.TimedOut("x"), 2.0), None, None), BAD)

    told = {name: value for name, value in values.items() if not name.startswith("monero_unready_reason")}
    assert told == {
        "monero_up": 0,
        "monero_ready": 0,
        "monero_synced": 0,
        "monero_exporter_source_offered/info": 1,
        "monero_exporter_source_up/info": 0,
        "monero_exporter_source_duration_seconds/info": 2.0,
    }


def test_one_failing_source_takes_only_its_own_families_away() -> None:
    """Without the top block everything else is still told."""
    values = _values(dataclasses.replace(observation(), header=FAILED))

    assert values["monero_exporter_source_up/header"] == 0
    assert "monero_info_height" in values
    assert "monero_last_block_header_timestamp" not in values


def test_extremes_of_a_restricted_port_are_not_told() -> None:
    """Free space of 2**64 - 1 bytes would be a lie."""
    values = _values(observation(info(restricted=True, free_space_bytes=2**64 - 1)))

    assert "monero_info_free_space" not in values
    assert "monero_info_start_time" not in values
    assert "monero_info_height" in values


def test_siblings_are_told_and_what_is_remarked_about_them_is_no_reason_against_the_node() -> None:
    """A fork shows in a family of its own."""
    seen = observation(siblings=(sibling(is_forked=True),))

    values = _values(seen, readiness.judge(seen, is_closed=False))

    assert (values["monero_ready"], values["monero_sibling_forked/nodes-1"]) == (1, 1)
    assert not any(value for name, value in values.items() if name.startswith("monero_unready_reason"))
