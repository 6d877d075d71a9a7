# SPDX-License-Identifier: Apache-2.0
"""Whoever is woken by an alert finds its page, and what the page tells to type is there."""

from __future__ import annotations

import pathlib
import re

import pytest

from aiomonero.cli.commands import daemon
from monero_exporter.catalogue import families
from monero_operator.desired.rules import groups, recordings
from monero_operator.desired.rules.terms import Terms

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs/how-to/alerts"
PAGES = sorted(FOLDER.glob("Monero*.md"))
BLOCK = re.compile(r"^(?:([^\n]*)\n\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KNOWN = {family.name for family in families.ALL} | {
    value for name, value in vars(recordings).items() if name.isupper() and ":" in str(value)
}


def test_each_alert_has_a_page_and_each_page_an_alert() -> None:
    """The address in `runbook_url` is that of a page."""
    terms = Terms(runbooks="https://example.org/alerts", is_scraped=True)
    contents = (*groups.of_nodes(terms), *groups.of_miners(terms), *groups.of_operator(terms))
    urls = {rule["annotations"]["runbook_url"] for group in contents for rule in group["rules"] if "alert" in rule}

    assert {f"https://example.org/alerts/{page.name}" for page in PAGES} == urls


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_says_what_it_means_what_to_look_at_and_what_to_do(page: pathlib.Path) -> None:
    """All pages have one shape; the first line is what the table of alerts says."""
    text = page.read_text()

    assert text.startswith(f"# {page.stem}\n\n")
    assert text.splitlines()[2].endswith(".")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Look", "Do"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_what_a_page_tells_to_type_is_there(page: pathlib.Path) -> None:
    """Metrics are those that the exporter or a rule makes, commands those of `monero daemon`."""
    text = page.read_text()
    named = set(re.findall(r"(?:\w+:)?\bmonero_(?!operator_)\w+(?::\w+)?", text))
    typed = set(re.findall(r"monero daemon (?:--address \S+ )?([a-z-]+)", text))

    assert named - KNOWN == set()
    assert typed - set(daemon.group.commands) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_expressions_commands_and_what_they_print_stand_apart(page: pathlib.Path) -> None:
    """At night one pastes a whole block: it says before it where to."""
    said = {"promql": "In Prometheus:", "sh": "On Kubernetes:|On a plain machine:|Then, .*:", "text": ".*:"}
    blocks = BLOCK.findall(page.read_text())

    assert [block for block in blocks if not re.fullmatch(said.get(block[1], "no such language"), block[0])] == []
    assert not re.search(r"^    \S", page.read_text(), re.MULTILINE)


@pytest.mark.parametrize("page", [*PAGES, FOLDER / "commands.md"], ids=lambda path: path.stem)
def test_a_block_can_be_pasted_as_it_is(page: pathlib.Path) -> None:
    """It sets every name that it uses, and asks nothing whose answer kubectl would hide."""
    for _, language, text in BLOCK.findall(page.read_text()):
        if language == "sh":
            names = set(re.findall(r"\$([A-Z]+)", text))

            assert names <= set(re.findall(r"(?:^| )([A-Z]+)=", text, re.MULTILINE))
            # A node that is not ready answers 503, and of such an answer kubectl shows no word.
            assert not re.search(r"kubectl get --raw .*readyz", text)
