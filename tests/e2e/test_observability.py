# SPDX-License-Identifier: Apache-2.0
"""A real Prometheus in the cluster, as the example has it: every panel and every rule, and an alert from end to end."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pytest

from tests.support import journal, observability
from tests.support.prometheus import Prometheus
from tools import publish
from tools.dashboards import filled, names, silent
from tools.dashboards.board import Board
from tools.dashboards.boards import every
from tools.dashboards.filled import Filled
from tools.kubectl import Kubectl

SETTLED_SECONDS = 150.0
"""For what is known only after some blocks and some questions, such as a rate."""
ALERT_SECONDS = 240.0
PAUSE_SECONDS = 1.0
STUCK = 'ALERTS{alertname="MoneroRolloutStuck",alertstate="firing",namespace="observed",set="observed"}'
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
    with journal.step("an image that nobody has: the alert about it fires"):
        patch(namespace, BROKEN)
        (alert,) = await prometheus.until_some(STUCK, seconds=ALERT_SECONDS)
    assert (alert.labels["kind"], alert.labels["reason"]) == ("MoneroNetwork", "RolloutStopped")
    with journal.step("the spec is corrected: the alert resolves"):
        patch(namespace, RUNNING)
        await prometheus.until_none(STUCK, seconds=ALERT_SECONDS)
    namespace.run("wait", "moneronetwork/observed", "--for=condition=Ready", "--timeout=2m", timeout_seconds=150)


def patch(namespace: Kubectl, spec: dict[str, object]) -> None:
    """Change the network."""
    namespace.run("patch", "moneronetwork", "observed", "--type=merge", "--patch", json.dumps({"spec": spec}))
