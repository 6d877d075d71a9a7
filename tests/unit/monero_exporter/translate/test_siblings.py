# SPDX-License-Identifier: Apache-2.0
"""Samples about the other nodes of a set."""

from aiomonero import Network, errors
from monero_exporter.translate import siblings
from monero_exporter.translate.observation import Observation, Seen, Sibling
from tests.support.observations import HEIGHT, NOW, observation, sibling

SILENT = Sibling(None)


def _values(seen: Observation) -> dict[str, float]:
    return {"/".join((sample.family.name, *sample.labels)): sample.value for sample in siblings.translate(seen)}


def test_each_sibling_is_counted_and_compared() -> None:
    """Ahead is above 0, behind below; whether it is forked is told where it is known."""
    seen = observation(
        siblings=(sibling(HEIGHT + 5), sibling(HEIGHT - 7, name="nodes-2", ready=False, is_forked=True), SILENT)
    )

    assert _values(seen) == {
        "monero_siblings/ready": 1,
        "monero_siblings/unready": 1,
        "monero_siblings/unreachable": 1,
        "monero_sibling_height_divergence_blocks/nodes-1": 5,
        "monero_sibling_height_divergence_blocks/nodes-2": -7,
        "monero_sibling_forked/nodes-2": 1,
    }


def test_a_sibling_without_a_name_is_only_counted() -> None:
    """An exporter of before names were told has no label of its own, least of all its address."""
    assert _values(observation(siblings=(sibling(name=None),))) == {
        "monero_siblings/ready": 1,
        "monero_siblings/unready": 0,
        "monero_siblings/unreachable": 0,
    }


def test_chains_of_different_networks_are_not_compared() -> None:
    """A height of testnet says nothing about mainnet."""
    values = _values(observation(siblings=(sibling(network=Network.TESTNET),)))

    assert not any(name.startswith("monero_sibling_") for name in values)


def test_siblings_are_counted_while_the_daemon_is_silent() -> None:
    """They do not hang on it; without its height there is nothing to compare."""
    silent = Observation(NOW, Seen(None, errors.TimedOut("x"), 2.0), None, None, (sibling(),))

    assert _values(silent) == {
        "monero_siblings/ready": 1,
        "monero_siblings/unready": 0,
        "monero_siblings/unreachable": 0,
    }


def test_without_siblings_nothing_is_claimed() -> None:
    """Neither where there are none nor before they were asked."""
    assert _values(observation(siblings=())) == _values(observation(siblings=None)) == {}
