# SPDX-License-Identifier: Apache-2.0
"""CEL rules, as a schema spells them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kubeloop.crd import markers


def validations(rules: Iterable[markers.Rule]) -> dict[str, Any]:
    """Return what to add to the schema of the value that the rules are about."""
    rendered = [markers.rendered(rule) for rule in rules]
    return {"x-kubernetes-validations": rendered} if rendered else {}
