# SPDX-License-Identifier: Apache-2.0
"""The kinds of Prometheus Operator: its own definitions, from its Go module, and slim ones for a server in memory."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import yaml

from kubeloop.objects.kind import Kind
from localkube import command, components, toolchain
from monero_operator.desired import shapes
from tools.kubectl import Kubectl

NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
MODULE = "github.com/prometheus-operator/prometheus-operator@v0.79.2"
DOWNLOAD_SECONDS = 300.0
_FOLDER = "example/prometheus-operator-crd"
SERVICE_MONITORS = Kind("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor")
_KINDS = (shapes.POD_MONITORS, shapes.PROMETHEUS_RULES)

Document = dict[str, Any]


@functools.cache
def definitions() -> tuple[Document, ...]:
    """Return the definitions of the kinds that the operator makes, as they are published."""
    return tuple(definition(kind) for kind in _KINDS)


def definition(kind: Kind) -> Document:
    """Return the definition of a kind as it is published."""
    found: Document = yaml.safe_load((_module() / _FOLDER / f"{kind.group}_{kind.plural}.yaml").read_text())
    return found


def slim() -> tuple[Document, ...]:
    """Return definitions that say no more than that there are such kinds."""
    return tuple(_slim(kind) for kind in _KINDS)


def install_slim(client: Kubectl) -> None:
    """Install the slim definitions on a real server, and wait until they are served."""
    head: Document = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"}
    items = [head | each for each in slim()]
    client.run("apply", "--filename", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    client.run("wait", "--for=condition=Established", *(f"crd/{each['metadata']['name']}" for each in items))


@functools.cache
def _module() -> Path:
    go = toolchain.find(toolchain.wanted((components.CORE.source / "go.mod").read_text()))
    argv: list[str | Path] = [go.program, "mod", "download", "-json", MODULE]
    said = command.run(argv, timeout_seconds=DOWNLOAD_SECONDS, environ=go.environ, directory=Path("/"))
    return Path(json.loads(said)["Dir"])


def _slim(kind: Kind) -> Document:
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {
        "metadata": {"name": f"{kind.plural}.{kind.group}"},
        "spec": {
            "group": kind.group,
            "scope": "Namespaced",
            "names": {"plural": kind.plural, "singular": kind.name.lower(), "kind": kind.name},
            "versions": [
                {"name": kind.version, "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
            ],
        },
    }
