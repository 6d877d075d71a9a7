# SPDX-License-Identifier: Apache-2.0
"""The page of metrics: what is recommended, and what stands in for the names of 2021."""

import collections
import re

import pytest

from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Stability
from tools.generators import metrics_prose, metrics_reference, questions, successors
from tools.generators.availability import Availability, Port

_BY_NAME = {family.name: family for family in families.ALL}
_SUCCESSORS = {old: new for old, new in successors.OF_2021.items() if new != successors.NOTHING}


def _names(expression: str) -> list[str]:
    return [name.removesuffix("_bucket") for name in re.findall(r"monero_\w+", expression)]


def test_the_page_tells_every_family() -> None:
    """Recommended or of 2021, each has one row that begins with its name."""
    (page,) = metrics_reference.files().values()
    rows = collections.Counter(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))

    assert rows == dict.fromkeys(_BY_NAME, 1)


def test_of_two_that_mean_the_same_one_is_recommended() -> None:
    """A reader never has to choose between names with one meaning."""
    sentences = collections.Counter(family.sentence for family in metrics_reference.recommended())

    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_only_names_of_2021_are_replaced() -> None:
    """What was never promised to old dashboards would be dropped instead."""
    stabilities = {_BY_NAME[old].stability for old in successors.OF_2021}

    assert stabilities <= {Stability.SEED, Stability.GO_EXPORTER}


@pytest.mark.parametrize("old", _SUCCESSORS)
def test_a_successor_is_there_where_the_old_name_is(old: str) -> None:
    """Whoever follows the table loses nothing, at no port and with no release."""
    availability = Availability()
    (new,) = _names(_SUCCESSORS[old])

    assert new not in successors.OF_2021
    for port in Port:
        assert availability.cell(_BY_NAME[new], port) == availability.cell(_BY_NAME[old], port)


def test_queries_use_recommended_names() -> None:
    """What a reader copies first is what the tables recommend."""
    recommended = {family.name for family in metrics_reference.recommended()}

    for expression in metrics_prose.QUERIES.values():
        assert set(_names(expression)) <= recommended, expression


def test_every_source_is_explained() -> None:
    """The table of sources has those that families name, and no other."""
    assert {family.source for family in families.ALL} == set(questions.OF_SOURCES)
