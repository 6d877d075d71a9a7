# SPDX-License-Identifier: Apache-2.0
"""Samples of publications."""

from monero_exporter.translate import publications
from monero_exporter.translate.publications import Publications


def _values(told: Publications | None) -> dict[str, float]:
    samples = publications.translate(told)
    return {"/".join((sample.family.name, *sample.labels)): sample.value for sample in samples}


def test_all_that_is_known_is_told() -> None:
    """Each topic has its count."""
    told = Publications(is_connected=True, messages={"chain": 3, "pool": 0}, gaps=2, last_at=17.0)

    assert _values(told) == {
        "monero_zmq_connected": 1,
        "monero_zmq_messages_total/chain": 3,
        "monero_zmq_messages_total/pool": 0,
        "monero_zmq_gaps_total": 2,
        "monero_zmq_last_message_timestamp_seconds": 17,
    }


def test_the_time_of_a_message_that_never_came_is_not_told() -> None:
    """It would be the year 1970."""
    told = Publications(messages={})

    assert _values(told) == {"monero_zmq_connected": 0, "monero_zmq_gaps_total": 0}


def test_without_a_subscription_nothing_is_told() -> None:
    """The exporter was not told where the daemon publishes."""
    assert _values(None) == {}
