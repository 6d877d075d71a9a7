# SPDX-License-Identifier: Apache-2.0
"""A real Prometheus in the cluster, as the example has it: every panel and every rule, and an alert from end to end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pytest

from monero_operator import app
from tests.support import journal, observability
from tests.support.prometheus import Prometheus
from tools import deploy, publish
from tools.dashboards import filled, names, silent
from tools.dashboards.board import Board
from tools.dashboards.boards import every
from tools.dashboards.filled import Filled
from tools.kubectl import Kubectl

SETTLED_SECONDS = 150.0
"""For what is known only after some blocks and some questions, such as a rate."""
ALERT_SECONDS = 240.0
PAUSE_SECONDS = 1.0
NOBODY = {"holderIdentity": "nobody", "leaseDurationSeconds": 600}
RELEASED = {"holderIdentity": "", "leaseDurationSeconds": 1}
WRONG = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNodeSet",
    "metadata": {"name": "wrong"},
    "spec": {"replicas": 1, "monerod": {"args": ["--regtest", "--data-dir=/tmp"]}},
}
BROKEN = {"overrides": [{"ordinal": 2, "image": "localhost/nothing:1"}]}
RUNNING = {"overrides": None}

T = TypeVar("T")


@pytest.fixture(scope="module")
def namespace(client: Kubectl) -> Iterator[Kubectl]:
    """Return a kubectl for the namespace of the example, which is as its own program wants it."""
    references = publish.provide(publish.build_for_cluster("prometheus"))
    with observability.living(client, references["prometheus"]) as found:
        with journal.step("example 05-observability"):
            done = subprocess.run(
                [observability.EXAMPLE / "verify.sh", observability.NAMESPACE],
                env=os.environ | {"KUBECTL": " ".join(client.command), "NO_PROXY": "*"},
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )
        assert done.returncode == 0, done.stdout + done.stderr
        yield found


@pytest.fixture
def prometheus(namespace: Kubectl) -> Iterator[Prometheus]:
    """Return the Prometheus of the example."""
    with observability.asked(namespace) as found:
        yield found


def values(board: Board) -> dict[str, str]:
    """Return the values of a dashboard's variables: those that always have one, and no others."""
    one = {
        "cluster": "",
        "namespace": "observed",
        "set": "observed",
        "instance": "observed-0-0",
        "job": "monero-operator",
    }
    return filled.INTERVALS | {each.name: one[each.name] for each in board.variables if each.is_one}


async def unanswered(prometheus: Prometheus, asked: Iterable[T], expression: Callable[[T], str]) -> list[T]:
    """Ask until each has had an answer once, or the time is over; raises HTTPError for what is not understood."""
    deadline = asyncio.get_running_loop().time() + SETTLED_SECONDS
    left = list(asked)
    while left and asyncio.get_running_loop().time() < deadline:
        left = [each for each in left if not await prometheus.query(expression(each))]
        await asyncio.sleep(PAUSE_SECONDS if left else 0)
    return left


async def test_every_panel_shows_something_or_a_reason_stands_why_not(prometheus: Prometheus) -> None:
    """Each expression of each dashboard, with its variables filled in, is understood and has data."""
    asked = [each for board in every.ALL for each in filled.expressions(board, values(board))]
    events = [each for board in every.ALL for each in filled.events(board, values(board))]
    for each in (*asked, *events):
        await prometheus.query(each.expression)
    wanted = [each for each in asked if not silent.reason(each) and not observability.is_unseen(each.expression)]

    with journal.step(f"{len(wanted)} of {len(asked)} expressions of panels have data"):
        empty = await unanswered(prometheus, wanted, lambda each: each.expression)

    assert empty == []


async def test_every_rule_is_evaluated_and_has_what_it_is_about(prometheus: Prometheus) -> None:
    """No rule fails; each recorded series is there, and each metric that an alert names."""
    told = (await prometheus.get("/api/v1/rules"))["groups"]
    assert [rule["lastError"] for group in told for rule in group["rules"] if rule.get("lastError")] == []
    assert sum(len(group["rules"]) for group in told) == len(list(observability.recorded_and_alerting()))
    wanted = [
        (name, word)
        for name, rule in observability.recorded_and_alerting()
        for word in sorted(spoken_of(rule))
        if not (silent.reason(Filled("", "", "", f"{word}{{}}")) or observability.is_unseen(f"{word}{{}}"))
    ]

    with journal.step(f"{len(wanted)} metrics of rules have data"):
        empty = await unanswered(prometheus, wanted, lambda each: each[1])

    assert empty == []


def spoken_of(rule: dict[str, str]) -> set[str]:
    """Return the metrics that a rule's expression is about, and the one that it records."""
    words = set(re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*", rule["expr"]))
    recorded = {name for name, other in observability.recorded_and_alerting() if "record" in other}
    return (words & (names.sentences().keys() | recorded)) | {rule[key] for key in ("record",) if key in rule}


async def test_a_rollout_that_is_stuck_alerts_until_it_is_corrected(namespace: Kubectl, prometheus: Prometheus) -> None:
    """From an image that cannot be pulled, by condition, metric and rule, to an alert that names the network."""
    stuck = firing("MoneroRolloutStuck", namespace="observed", set="observed")
    with journal.step("an image that nobody has: the alert about it fires"):
        patch(namespace, BROKEN)
        (alert,) = await prometheus.until_some(stuck, seconds=ALERT_SECONDS)
    assert (alert.labels["kind"], alert.labels["reason"]) == ("MoneroNetwork", "RolloutStopped")
    with journal.step("the spec is corrected: the alert resolves"):
        patch(namespace, RUNNING)
        await prometheus.until_none(stuck, seconds=ALERT_SECONDS)
    namespace.run("wait", "moneronetwork/observed", "--for=condition=Ready", "--timeout=2m", timeout_seconds=150)


def patch(namespace: Kubectl, spec: dict[str, object]) -> None:
    """Change the network."""
    namespace.run("patch", "moneronetwork", "observed", "--type=merge", "--patch", json.dumps({"spec": spec}))


async def test_a_spec_that_cannot_be_carried_out_alerts_until_it_is_gone(
    namespace: Kubectl, prometheus: Prometheus
) -> None:
    """It never has a pod, so nobody but the operator can tell: that it is wrong, and that clients get nothing."""
    invalid = firing("MoneroConfigInvalid", kind="MoneroNodeSet")
    unavailable = firing("MoneroSetUnavailable", namespace="observed", set="wrong")
    namespace.run("apply", "--filename", "-", stdin=json.dumps(WRONG))
    with journal.step("a spec that is wrong: the alerts about it fire"):
        await prometheus.until_some(unavailable, seconds=ALERT_SECONDS)
        await prometheus.until_some(invalid, seconds=ALERT_SECONDS)
    namespace.run("delete", "moneronodeset", "wrong")
    with journal.step("it is gone: the alerts resolve"):
        await prometheus.until_none(unavailable, seconds=ALERT_SECONDS)
        await prometheus.until_none(invalid, seconds=ALERT_SECONDS)


async def test_operators_of_whom_none_leads_alert_until_one_does(client: Kubectl, prometheus: Prometheus) -> None:
    """Somebody else holds the lease, as after a restored backup."""
    leaderless = firing("MoneroOperatorWithoutLeader")
    with taken(client.within(deploy.NAMESPACE)), journal.step("no replica leads: the alert about it fires"):
        await prometheus.until_some(leaderless, seconds=ALERT_SECONDS)
    with journal.step("the lease is free: the alert resolves"):
        await prometheus.until_none(leaderless, seconds=ALERT_SECONDS)


async def test_an_operator_that_is_gone_alerts_until_it_is_back(client: Kubectl, prometheus: Prometheus) -> None:
    """All replicas at once, as when somebody scales them down and forgets."""
    down = firing("MoneroOperatorDown")
    with absent(client.within(deploy.NAMESPACE)), journal.step("no operator runs: the alert about it fires"):
        await prometheus.until_some(down, seconds=ALERT_SECONDS)
    with journal.step("it is back: the alert resolves"):
        await prometheus.until_none(down, seconds=ALERT_SECONDS)


def firing(alert: str, **labels: str) -> str:
    """Return the expression of an alert that fires."""
    wanted = {"alertname": alert, "alertstate": "firing", **labels}
    return f"ALERTS{{{','.join(f'{name}={json.dumps(value)}' for name, value in wanted.items())}}}"


@contextlib.contextmanager
def taken(operator: Kubectl) -> Iterator[None]:
    """Give the operator's lease to somebody who is not there, until the end of the block."""
    held(operator, NOBODY)
    try:
        yield
    finally:
        held(operator, RELEASED)


def held(operator: Kubectl, spec: dict[str, object]) -> None:
    """Write who holds the lease."""
    operator.run("patch", "lease", app.LEASE, "--type=merge", "--patch", json.dumps({"spec": spec}))


@contextlib.contextmanager
def absent(operator: Kubectl) -> Iterator[None]:
    """Run no operator until the end of the block."""
    replicas = operator.get("deployment", "monero-operator")["spec"]["replicas"]
    operator.run("scale", "deployment/monero-operator", "--replicas=0")
    try:
        yield
    finally:
        operator.run("scale", "deployment/monero-operator", f"--replicas={replicas}")
        operator.run("rollout", "status", "deployment/monero-operator", "--timeout=110s", timeout_seconds=120)
