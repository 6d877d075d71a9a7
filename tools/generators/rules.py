# SPDX-License-Identifier: Apache-2.0
"""deploy/observability: the rules as files and as a ConfigMap, and as a PrometheusRule those about the operator."""

from __future__ import annotations

import os
from typing import Any

import yaml

from monero_operator.desired import shapes
from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Terms
from tools.generators import manifest

SOURCE = "monero_operator.desired.rules"
FOLDER = "deploy/observability/rules"
RUNBOOKS_VARIABLE = "RUNBOOKS_URL"
"""The environment variable that says where the pages of docs/how-to/alerts are served, if they are."""


class _Dumper(yaml.SafeDumper):
    """Writes texts of many lines as people do."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def files() -> dict[str, str]:
    """Return one file for each audience."""
    terms = Terms(runbooks=os.environ.get(RUNBOOKS_VARIABLE, "").rstrip("/"))
    rules = {
        "nodes.yaml": file(groups.of_nodes(terms)),
        "miners.yaml": file(groups.of_miners(terms)),
        "operator.yaml": file(groups.of_operator(terms)),
    }
    return {
        **{f"{FOLDER}/{name}": text for name, text in rules.items()},
        f"{FOLDER}-configmap/configmap.yaml": _written(_config_map(rules)),
        "deploy/observability/prometheusrule.yaml": _written(_of_operator(terms)),
    }


def _config_map(rules: dict[str, str]) -> dict[str, Any]:
    metadata = {"name": "monero-rules", "labels": manifest.LABELS}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": rules}


def _of_operator(terms: Terms) -> dict[str, Any]:
    kind = shapes.PROMETHEUS_RULES
    return {
        "apiVersion": kind.api_version,
        "kind": kind.name,
        "metadata": {"name": "monero-operator", "labels": manifest.LABELS},
        "spec": {"groups": groups.of_operator(terms)},
    }


def file(contents: list[dict[str, Any]]) -> str:
    """Return groups as a file of rules."""
    return _written({"groups": contents})


def _written(document: dict[str, Any]) -> str:
    body = yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=120)
    return f"# Generated from {SOURCE} by `make generate`; do not edit.\n{body}"
