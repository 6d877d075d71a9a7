# SPDX-License-Identifier: Apache-2.0
"""Reasons and their sentences."""

import re

import pytest

from monero_operator.api import reasons
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_a_camel_case_word_with_a_sentence(reason):
    """Programs compare the word, people read the sentence."""
    assert re.fullmatch(r"([A-Z][a-z]+)+", reason.value)
    assert reasons.SENTENCES[reason].endswith((".", "{cure}", "{message}"))


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_belongs_to_conditions_or_to_events(reason):
    """The reference page tells where a reason can be met."""
    scopes = reasons.SCOPES[reason]

    assert scopes == (reasons.EVENT,) or (scopes and set(scopes) <= set(ConditionType))


def test_a_sentence_is_filled_in():
    """The values stand in the sentence."""
    assert reasons.sentence(Reason.BLOCKS_FAILED, problem="refused") == "No node makes the next block: refused."


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "n0"), (5, "n0, n1, n2, n3, n4"), (7, "n0, n1, n2, n3, n4 and 2 more")]
)
def test_long_lists_are_cut(count, expected):
    """A message names a few nodes and counts the rest."""
    assert expected == reasons.listed([f"n{number}" for number in range(count)])
