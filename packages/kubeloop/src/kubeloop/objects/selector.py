# SPDX-License-Identifier: Apache-2.0
"""Label selectors by equality: the text that the API server takes, and what it selects."""

from __future__ import annotations

from collections.abc import Mapping


def of(labels: Mapping[str, str]) -> str:
    """Return the selector of the objects that carry all these labels."""
    return ",".join(f"{key}={value}" for key, value in sorted(labels.items()))


def matches(selector: str, labels: Mapping[str, str]) -> bool:
    """Say whether labels satisfy a selector made of `key=value` and bare `key` (exists) terms."""
    return all(_term_matches(term, labels) for term in selector.split(",") if term)


def _term_matches(term: str, labels: Mapping[str, str]) -> bool:
    key, is_equality, value = term.partition("=")
    return labels.get(key) == value if is_equality else key in labels
