# SPDX-License-Identifier: Apache-2.0
"""The example of observability on a cluster, with rules that lose patience sooner; and what cannot be seen there."""

from __future__ import annotations

import contextlib
import json
import pathlib
import subprocess
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import yaml

from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Terms
from tests.support import loopback
from tests.support.prometheus import Prometheus
from tests.support.waiting import until
from tools.dashboards import names
from tools.kubectl import Kubectl

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "05-observability"
NAMESPACE = "observed"
TERMS = Terms(pace=0.05)
"""What takes five minutes takes fifteen seconds."""
RULES = (*groups.of_nodes(TERMS), *groups.of_miners(TERMS), *groups.of_operator(TERMS))
STOP_SECONDS = 10.0


def manifests(client: Kubectl, image: str) -> str:
    """Return the example's manifests with this image of Prometheus and the faster rules."""
    documents = list(yaml.safe_load_all(client.run("kustomize", str(EXAMPLE))))
    for document in documents:
        if document["metadata"]["name"] == "monero-rules":
            document["data"] = {"rules.yaml": json.dumps({"groups": RULES})}
        if document["kind"] == "Deployment":
            document["spec"]["template"]["spec"]["containers"][0]["image"] = image
    return yaml.safe_dump_all(documents)


@contextlib.contextmanager
def living(client: Kubectl, image: str) -> Iterator[Kubectl]:
    """Run the example until the end of the block; return a kubectl for its namespace."""
    text = manifests(client, image)
    client.run("apply", "--server-side", "--filename", "-", stdin=text)
    try:
        yield client.within(NAMESPACE)
    finally:
        client.within(NAMESPACE).run("delete", "monero", "--all", "--cascade=foreground", timeout_seconds=200)
        client.run("delete", "--ignore-not-found", "--filename", "-", stdin=text, timeout_seconds=300)


@contextlib.contextmanager
def asked(namespace: Kubectl) -> Iterator[Prometheus]:
    """Reach the example's Prometheus from here until the end of the block."""
    (port,) = loopback.free_ports(1)
    command = (*namespace.command, "port-forward", "service/prometheus", f"{port}:9090")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"127.0.0.1:{port}"
    try:
        until(lambda: _answers(address), seconds=30, what="Prometheus answers")
        yield Prometheus(address)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _answers(address: str) -> bool:
    with urllib.request.urlopen(f"http://{address}/-/ready", timeout=5) as answer:
        return bool(answer.status == HTTPStatus.OK)


def recorded_and_alerting() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every rule with its name."""
    for group in RULES:
        for rule in group["rules"]:
            yield rule.get("record") or rule["alert"], rule


_NO_TRANSACTION = "nobody pays anybody on this network"
_NEVER = "does not happen here"
UNSEEN = {
    "monero_chain_last_reorganization_timestamp_seconds": _NEVER,
    "monero_last_block_txn_fee": _NO_TRANSACTION,
    "monero_lastblock_fees_micronero_per_kb": _NO_TRANSACTION,
    "monero_lastblock_transactions_inputs": _NO_TRANSACTION,
    "monero_lastblock_transactions_outputs": _NO_TRANSACTION,
    "monero_lastblock_transactions_size_bytes": _NO_TRANSACTION,
    "monero_mempool_oldest": _NO_TRANSACTION,
    "monero_transaction_pool_fees_micronero_per_kb": _NO_TRANSACTION,
    "monero_transaction_pool_transactions_age": _NO_TRANSACTION,
    "monero_transaction_pool_transactions_inputs": _NO_TRANSACTION,
    "monero_transaction_pool_transactions_outputs": _NO_TRANSACTION,
    "monero_transaction_pool_transactions_size_bytes": _NO_TRANSACTION,
    "controller_runtime_reconcile_errors_total": _NEVER,
    "controller_runtime_reconcile_panics_total": _NEVER,
    "controller_runtime_reconcile_timeouts_total": _NEVER,
    "controller_runtime_terminal_reconcile_errors_total": _NEVER,
    "monero_operator_balancer_unavailable": _NEVER,
}
"""Of which nothing, or no change, is to be seen here beyond what `tools.dashboards.silent` says of any regtest."""


def is_unseen(expression: str) -> bool:
    """Say whether nothing is to be seen here of something that an expression names."""
    named = names.named(expression)
    # Neither Tor nor I2P runs here; tests/integration/anonymity has the families of both.
    return not UNSEEN.keys().isdisjoint(named) or any(each.startswith(("monero_tor_", "monero_i2p_")) for each in named)
