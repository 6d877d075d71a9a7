# SPDX-License-Identifier: Apache-2.0
"""deploy/observability/rules: the alert and recording rules as files, for every Prometheus that reads files."""

from __future__ import annotations

from typing import Any

import yaml

from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Terms

SOURCE = "monero_operator.desired.rules"
FOLDER = "deploy/observability/rules"


class _Dumper(yaml.SafeDumper):
    """Writes texts of many lines as people do."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def files() -> dict[str, str]:
    """Return one file for each audience."""
    terms = Terms()
    return {
        f"{FOLDER}/nodes.yaml": file(groups.of_nodes(terms)),
        f"{FOLDER}/miners.yaml": file(groups.of_miners(terms)),
        f"{FOLDER}/operator.yaml": file(groups.of_operator(terms)),
    }


def file(contents: list[dict[str, Any]]) -> str:
    """Return groups as a file of rules."""
    body = yaml.dump({"groups": contents}, Dumper=_Dumper, sort_keys=False, width=120)
    return f"# Generated from {SOURCE} by `make generate`; do not edit.\n{body}"
