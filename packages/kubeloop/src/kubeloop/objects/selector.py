# SPDX-License-Identifier: Apache-2.0
"""Label selectors as the API server takes them: `a=b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b,c)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

Selector: TypeAlias = Callable[[Mapping[str, str]], bool]

_NAME = r"[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?"
_VALUE = r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?"
_TERM = re.compile(
    rf"\s*(?:(?P<absent>!)\s*(?P<key>{_NAME})"
    rf"|(?P<of>{_NAME})(?:\s*(?P<equality>==|=|!=)\s*(?P<value>{_VALUE})"
    rf"|\s+(?P<set>in|notin)\s*\((?P<values>[^()]*)\))?)\s*"
)
_BETWEEN_TERMS = re.compile(r",(?![^(]*\))")


def of(labels: Mapping[str, str]) -> str:
    """Return the selector of the objects that carry all these labels."""
    return ",".join(f"{key}={value}" for key, value in sorted(labels.items()))


def parse(text: str) -> Selector:
    """Return what a selector selects; raises `ValueError` for what is none."""
    terms = [_term(term, text) for term in _BETWEEN_TERMS.split(text)] if text.strip() else []
    return lambda labels: all(term(labels) for term in terms)


def _term(term: str, text: str) -> Selector:
    found = _TERM.fullmatch(term)
    if found is None:
        raise ValueError(f"unable to parse requirement: {term!r} in {text!r}")
    if found["absent"]:
        return lambda labels: found["key"] not in labels
    key, operator = found["of"], found["equality"] or found["set"]
    if operator is None:
        return lambda labels: key in labels
    values = {value.strip() for value in (found["values"] or "").split(",")} if found["set"] else {found["value"]}
    if operator in ("!=", "notin"):
        return lambda labels: labels.get(key) not in values
    return lambda labels: labels.get(key) in values
