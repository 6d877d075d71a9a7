# SPDX-License-Identifier: Apache-2.0
"""What holds for every rule, whatever it is about; what each one means is tested by promtool."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from aiomonero.types.network import Network
from monero_exporter.catalogue import families
from monero_exporter.translate import readiness
from monero_operator.desired.rules import groups, recordings
from monero_operator.desired.rules.terms import Limits, Terms

CATALOGUE = {family.name for family in families.ALL}
RECORDED = {value for name, value in vars(recordings).items() if name.isupper() and ":" in str(value)}


def _rules(terms: Terms) -> Iterator[dict[str, Any]]:
    for group in (*groups.of_nodes(terms), *groups.of_miners(terms), *groups.of_operator(terms)):
        yield from group["rules"]


def _alerts(terms: Terms) -> list[dict[str, Any]]:
    return [rule for rule in _rules(terms) if "alert" in rule]


def test_no_alert_is_there_twice() -> None:
    """Alerts of one name differ in their labels, or one would hide the other."""
    seen = [(alert["alert"], *sorted(alert["labels"].items())) for alert in _alerts(Terms(is_scraped=True))]

    assert len(set(seen)) == len(seen)


def test_rules_name_only_what_the_exporter_serves() -> None:
    """A family that is misspelled or gone would make an alert that never fires."""
    named = {name for rule in _rules(Terms()) for name in re.findall(r"\bmonero_(?!operator_)\w+", rule["expr"])}
    plain = {name for name in named if not any(name in recorded for recorded in RECORDED)}

    assert plain - CATALOGUE == set()
    assert "monero_up" in plain


def test_rules_name_only_series_that_are_recorded() -> None:
    """What a rule reads of other rules is there."""
    rules = list(_rules(Terms()))
    read = {name for rule in rules for name in re.findall(r"\b\w+:\w+:\w+", rule["expr"])}

    assert {rule["record"] for rule in rules if "record" in rule} == RECORDED
    assert read <= RECORDED


def test_every_series_of_a_set_is_told_by_its_labels() -> None:
    """Rules of one set say nothing about another one's nodes."""
    terms = Terms(matchers={"namespace": "a", "set": "b"})
    of_one_set = [*groups.of_nodes(terms), *groups.of_miners(terms)]
    expressions = [rule["expr"] for group in of_one_set for rule in group["rules"]]
    selectors = [
        found
        for text in expressions
        for found in re.findall(r"(?:monero_\w+|\w+:\w+:\w+|\bup|\bALERTS)(\{[^}]*\})?", text)
    ]

    assert [found for found in selectors if not found.startswith('{namespace="a",set="b"')] == []


def test_a_set_has_rules_of_its_own_network_only() -> None:
    """What holds for mainnet alone is not there for testnet."""
    alerts = _alerts(Terms(networks=(Network.TESTNET,)))

    assert {alert["labels"]["network"] for alert in alerts if "network" in alert["labels"]} == {"testnet"}


def test_a_network_without_limit_has_no_alert() -> None:
    """A regtest chain may stand still and be rewritten at will, unless somebody sets a limit."""
    usual = {alert["alert"] for alert in _alerts(Terms(networks=(Network.REGTEST,)))}
    limits = Limits(block_age_seconds={Network.REGTEST: 60}, reorganization_blocks={Network.REGTEST: 2})
    strict = {alert["alert"] for alert in _alerts(Terms(networks=(Network.REGTEST,), limits=limits))}

    assert strict - usual == {"MoneroNodeStalled", "MoneroDeepReorganization"}


def test_each_reason_that_rules_name_is_one_that_a_node_gives() -> None:
    """A misspelled one would never hold; what no rule names is told by MoneroNodeDown or MoneroNodeNotReady."""
    expressions = [rule["expr"] for rule in _rules(Terms())]
    named = {
        reason
        for text in expressions
        for found in re.findall(r'reason=~?"([^"]*)"', text)
        for reason in found.split("|")
    }

    assert named <= {str(code) for code in readiness.Code}
    assert {"Syncing", "NoPeers"} <= named


def test_each_alert_that_explains_another_is_there() -> None:
    """Who is not ready is told by another alert first."""
    told = {alert["alert"] for alert in _alerts(Terms())}
    named = [found for rule in _rules(Terms()) for found in re.findall(r'alertname=~"(\w+)\(([^)]*)\)"', rule["expr"])]
    explaining = {start + end for start, ends in named for end in ends.split("|")}

    assert explaining
    assert explaining <= told


@pytest.mark.parametrize(
    "alert", _alerts(Terms(runbooks="https://example.org/runbooks")), ids=lambda rule: rule["alert"]
)
def test_an_alert_says_what_a_person_needs(alert: dict[str, Any]) -> None:
    """Who is meant, how urgent it is, what it means, and where to read on."""
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert alert["annotations"]["description"].endswith(".")
    assert "{{" in alert["annotations"]["summary"] or alert["alert"].startswith("MoneroOperator")
    assert f"https://example.org/runbooks/{alert['alert']}.md" == alert["annotations"]["runbook_url"]
    assert "What to do" not in alert["annotations"]["description"]


def test_without_an_address_of_the_pages_an_alert_names_its_page() -> None:
    """A link to nowhere helps nobody at night."""
    for alert in _alerts(Terms()):
        told = alert["annotations"]

        assert "runbook_url" not in told
        assert told["description"].endswith(f". What to do: docs/how-to/alerts/{alert['alert']}.md.")


def test_names_of_groups_differ() -> None:
    """Prometheus refuses a file with two groups of one name."""
    terms = Terms()
    names = [group["name"] for group in (*groups.of_nodes(terms), *groups.of_miners(terms), *groups.of_operator(terms))]

    assert len(set(names)) == len(names)
