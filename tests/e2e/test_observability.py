# SPDX-License-Identifier: Apache-2.0
"""A real Prometheus in the cluster, as the example has it: every panel and every rule, and an alert from end to end."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.support import journal, observability
from tests.support.prometheus import Prometheus
from tools import publish
from tools.dashboards import filled, names
from tools.dashboards.boards import every
from tools.kubectl import Kubectl

SETTLED_SECONDS = 150.0
"""For what is known only after some blocks and some questions, such as a rate."""
ALERT_SECONDS = 240.0
STUCK = 'ALERTS{alertname="MoneroRolloutStuck",alertstate="firing",namespace="observed",set="observed"}'
BROKEN = {"overrides": [{"ordinal": 2, "image": "localhost/nothing:1"}]}
RUNNING = {"overrides": None}
_WORD = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")


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


def is_unseen(expression: str) -> bool:
    """Say whether an expression is about something that is not to be seen there."""
    words = set(_WORD.findall(expression))
    return any(family_of(word) in observability.UNSEEN or word.startswith(tuple(observability.UNSEEN_TOPICS)) for word in words)


def family_of(word: str) -> str:
    """Return the name of a histogram for that of its buckets."""
    return re.sub(r"_(bucket|sum|count)$", "", word)


async def without_data(prometheus: Prometheus, expressions: dict[str, str]) -> dict[str, str]:
    """Return the expressions that have no result; raises HTTPError for one that Prometheus does not understand."""
    return {name: text for name, text in expressions.items() if not await prometheus.query(text)}


async def test_every_panel_shows_something_or_a_reason_stands_why_not(prometheus: Prometheus) -> None:
    """Each expression of each dashboard, with its variables filled in, is understood and has data."""
    values = {"node": {"instance": "observed-0-0"}}
    asked = {
        " · ".join(each[:3]): each.expression
        for board in every.ALL
        for made in (filled.expressions, filled.events)
        for each in made(board, {**filled.INTERVALS, **values.get(board.name, {})})
    }
    wanted = {name: text for name, text in asked.items() if not is_unseen(text)}
    await without_data(prometheus, asked)

    with journal.step(f"{len(wanted)} of {len(asked)} expressions of panels have data"):
        empty = await settled(prometheus, wanted)

    assert empty == {}


async def settled(prometheus: Prometheus, wanted: dict[str, str]) -> dict[str, str]:
    """Wait until all expressions have data that soon will; return those that have none."""
    for text in (await without_data(prometheus, wanted)).values():
        try:
            await prometheus.until_some(text, seconds=SETTLED_SECONDS)
        except AssertionError:
            break
    return await without_data(prometheus, wanted)


async def test_every_rule_is_evaluated_and_has_what_it_is_about(prometheus: Prometheus) -> None:
    """No rule fails; each recorded series is there, and each metric that an alert names."""
    told = (await prometheus.get("/api/v1/rules"))["groups"]
    assert [rule["lastError"] for group in told for rule in group["rules"] if rule.get("lastError")] == []
    assert sum(len(group["rules"]) for group in told) == len(list(observability.recorded_and_alerting()))
    known = names.sentences().keys()
    wanted = {
        f"{name} · {word}": word
        for name, rule in observability.recorded_and_alerting()
        for word in {*_WORD.findall(rule["expr"]), rule.get("record", "")}
        if (family_of(word) in known or word == rule.get("record")) and not is_unseen(word)
    }

    with journal.step(f"{len(wanted)} metrics of rules have data"):
        empty = await settled(prometheus, wanted)

    assert empty == {}


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
