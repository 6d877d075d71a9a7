# SPDX-License-Identifier: Apache-2.0
"""Variables in arguments, as Kubernetes fills them in."""

import pytest

from monero_operator.api import expressions


@pytest.mark.parametrize(
    "word",
    [
        "plain",
        "$",
        "$$",
        "$x",
        "$5",
        "x$",
        "$(id)",
        "a$(id)b$(WALLET)",
        "$$(oops",
        "$$(HOME)",
        "$$$(id)",
        ")(",
        "$$$$(x",
    ],
)
def test_what_is_filled_in_or_means_itself_is_fine(word):
    """Known variables, dollar signs that begin nothing, and escaped ones."""
    assert list(expressions.problems([word], {"id", "WALLET"})) == []


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("x$(oops", "opens $( and does not close it"),
        ("$(", "opens $( and does not close it"),
        ("$(id)$(", "opens $( and does not close it"),
        ("$(wallet)", "names the variable $(wallet), which there is not; write $$(wallet) for the text itself"),
        ("$()", "names the variable $(), which"),
        ("$$$(wallet)", "names the variable $(wallet)"),
        ("$( id)", "names the variable $( id)"),
    ],
)
def test_what_would_reach_the_program_as_it_stands_is_told(word, part):
    """With the word that has it."""
    [(found, problem)] = expressions.problems(["--fine", word], {"id", "WALLET"})

    assert found == word
    assert part in problem
