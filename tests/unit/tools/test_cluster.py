# SPDX-License-Identifier: Apache-2.0
"""Which cluster is meant, and what is said when it cannot be used."""

from __future__ import annotations

import pytest

from tools import cluster
from tools.kubectl import KubectlFailed


@pytest.mark.parametrize(("choice", "existing"), [("", False), ("localkube", False), ("existing", True)])
def test_the_two_words_are_understood(monkeypatch: pytest.MonkeyPatch, choice: str, existing: bool) -> None:
    """Nothing, and the name of our own, mean localkube."""
    monkeypatch.setenv("CLUSTER", choice)

    assert cluster.is_existing() is existing


def test_any_other_word_is_refused_with_the_words_that_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typo never means a cluster that nobody chose."""
    monkeypatch.setenv("CLUSTER", "exisiting")

    with pytest.raises(cluster.Unusable, match="CLUSTER=existing"):
        cluster.is_existing()


def test_an_existing_cluster_needs_a_registry_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its machines can only pull."""
    monkeypatch.setenv("CLUSTER", "existing")
    monkeypatch.delenv("REGISTRY", raising=False)

    with pytest.raises(cluster.Unusable, match="REGISTRY="):
        cluster.check()


def test_what_goes_wrong_ends_the_program_with_a_sentence() -> None:
    """People get what happened and what to do, not a traceback."""
    with pytest.raises(SystemExit, match="no answer"), cluster.explained():
        raise KubectlFailed("no answer")
