# SPDX-License-Identifier: Apache-2.0
"""Two hundred wrong custom resources against a real API server and the running operator.

Each is refused with a sentence that helps, or ends in ConfigValid=False with one. None costs the operator its life,
its rest, or a healthy set beside it a delay.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from kubeloop.client.http import HttpClient
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.desired import shapes
from tests.support import apiserver, operating
from tests.support.operating import Operator
from tests.support.waiting import until
from tests.support.wrong_input import refused, told
from tests.support.wrong_input.case import KINDS, Case
from tools.kubectl import Kubectl, KubectlFailed

NAMESPACE = "wrong"
NODE_SETS = MoneroNodeSet.__resource__.identity
TOLD_SECONDS = 60.0
QUIET_SECONDS = 12.0
"""Longer than the time after which a plan that is not settled looks again."""
DELAY_SECONDS = 5.0
"""No edit of a healthy set takes so much longer while a hundred wrong ones arrive than it took before: the API server
is busy with them too, on a busy machine for a second, but a queue that waited for one of them would wait for ten."""
EDITS = 20
MOST_EDITS = 700
EDIT_TIMEOUT_SECONDS = 20.0
REQUESTS_PER_SECOND = 2
"""Its lease, and the renewal of watches."""
REQUESTS_PER_OBSTACLE = 10
"""What the API server did not accept is tried again when a plan looks again, at most twice in the quiet time."""
OBSTACLES = {"NameClash", "ChildRefused"}
CPU_SHARE = 0.1
HEALTHY = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNodeSet",
    "metadata": {"name": "healthy"},
    "spec": {"replicas": 1, "monerod": {"args": ["--regtest"]}},
}


class Outcome(msgspec.Struct, frozen=True):
    """What became of all wrong resources together: conditions by case, and how the operator bore it."""

    conditions: dict[str, dict[str, Any]]
    before: list[float]
    meanwhile: list[float]
    operator: Operator


@pytest.fixture(scope="module")
def kubectl(server: apiserver.ApiServer) -> Kubectl:
    """Return a kubectl for a namespace in which all kinds are installed."""
    return operating.prepare(server, NAMESPACE)


@pytest.fixture(scope="module")
def outcome(
    server: apiserver.ApiServer, kubectl: Kubectl, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outcome]:
    """Let the operator meet everything at once, with a healthy set that is edited meanwhile; leave all of it there."""
    kubectl.run("create", "-f", "-", stdin=_list(*(case.stranger for case in told.CASES if case.stranger)))
    with operating.running_within(server, tmp_path_factory.mktemp("operator"), NAMESPACE) as operator:
        kubectl.run("apply", "-f", "-", stdin=json.dumps(HEALTHY))
        until(
            lambda: _is_told(kubectl, "healthy"), seconds=30, what="the operator has said something of the healthy set"
        )
        before = asyncio.run(_edits(server, first=100))
        with ThreadPoolExecutor(1) as beside:
            wrong = _list(*(case.manifest(case.spec) for case in told.CASES))
            arrival = beside.submit(kubectl.run, "create", "-f", "-", stdin=wrong)
            meanwhile = asyncio.run(_edits(server, first=200, while_not=arrival.done))
            arrival.result()
        until(lambda: _is_quiet_for(kubectl, 3.0), seconds=TOLD_SECONDS, what="everything is told")
        yield Outcome(_conditions(kubectl), before, meanwhile, operator)


@pytest.mark.parametrize("case", refused.CASES, ids=lambda case: case.id)
def test_the_api_server_refuses_what_it_can_see_and_says_why(kubectl: Kubectl, case: Case) -> None:
    """With the path or the rule, in the words that a person sees."""
    if case.before is not None:
        kubectl.run("create", "-f", "-", stdin=json.dumps(case.manifest(case.before)))
    verb = "create" if case.before is None else "replace"

    with pytest.raises(KubectlFailed) as failure:
        kubectl.run(verb, "--validate=strict", "-f", "-", stdin=json.dumps(case.manifest(case.spec)))

    assert case.says in str(failure.value)


@pytest.mark.parametrize("case", told.CASES, ids=lambda case: case.id)
def test_the_operator_tells_the_rest(outcome: Outcome, case: Case) -> None:
    """In the condition ConfigValid, whose sentence names what must change."""
    condition = outcome.conditions.get(f"{KINDS[case.kind]}/{case.manifest({})['metadata']['name']}", {})

    assert case.says in condition.get("message", "nothing is said")
    assert condition["status"] == "False"


def test_a_healthy_set_beside_them_waits_for_none_of_them(outcome: Outcome) -> None:
    """Each edit of it is carried out as soon as before, while all the wrong ones arrive."""
    assert outcome.conditions["MoneroNodeSet/healthy"]["status"] == "True"
    assert max(outcome.meanwhile) < max(outcome.before) + DELAY_SECONDS


def test_the_operator_survives_and_comes_to_rest(kubectl: Kubectl, outcome: Outcome) -> None:
    """It is still the same process, writes nothing but its lease, and hardly computes, with all of them still there."""
    operator = outcome.operator
    cpu, requests, versions = operator.cpu_seconds, _requests(operator), _versions(kubectl)
    time.sleep(QUIET_SECONDS)

    assert versions == _versions(kubectl)
    obstacles = sum(each["reason"] in OBSTACLES for each in outcome.conditions.values())
    assert _requests(operator) - requests < QUIET_SECONDS * REQUESTS_PER_SECOND + obstacles * REQUESTS_PER_OBSTACLE
    assert operator.cpu_seconds - cpu < QUIET_SECONDS * CPU_SHARE
    assert operator.is_running
    assert operator.total("controller_runtime_reconcile_panics_total") == 0
    assert "Traceback" not in operator.said()


def _list(*items: Any) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})


async def _edits(
    server: apiserver.ApiServer, *, first: int, while_not: Callable[[], bool] = lambda: True
) -> list[float]:
    """Edit the healthy set again and again; return the seconds until its StatefulSet says so each time."""
    taken: list[float] = []
    async with HttpClient(server.access) as client:
        while len(taken) < EDITS or (not while_not() and len(taken) < MOST_EDITS):
            taken.append(await _edit(client, f"{first + len(taken)}m"))
    return taken


async def _edit(client: HttpClient, request: str) -> float:
    change = {"spec": {"monerod": {"resources": {"requests": {"cpu": request}}}}}
    began = time.monotonic()
    await client.patch(NODE_SETS, NAMESPACE, "healthy", json.dumps(change).encode())
    async with asyncio.timeout(EDIT_TIMEOUT_SECONDS):
        while request.encode() not in bytes(await client.get(shapes.STATEFULSETS, NAMESPACE, "healthy")):  # noqa: ASYNC110 - a server is polled
            await asyncio.sleep(0.01)
    return time.monotonic() - began


def _conditions(kubectl: Kubectl) -> dict[str, dict[str, Any]]:
    """Return ConfigValid of every resource that has been judged, by kind and name."""
    found = {}
    for item in kubectl.items("moneronodesets,moneronetworks,monerominingnodesets"):
        for condition in item.get("status", {}).get("conditions", ()):
            if condition["type"] == "ConfigValid":
                found[f"{item['kind']}/{item['metadata']['name']}"] = condition
    return found


def _is_told(kubectl: Kubectl, name: str) -> bool:
    return f"MoneroNodeSet/{name}" in _conditions(kubectl)


def _versions(kubectl: Kubectl) -> set[str]:
    """Return the versions of everything that the operator writes in the namespace, but for its lease."""
    kinds = "moneronodesets,moneronetworks,monerominingnodesets,statefulsets,services,poddisruptionbudgets,events"
    return {item["metadata"]["resourceVersion"] for item in kubectl.items(kinds)}


def _is_quiet_for(kubectl: Kubectl, seconds: float) -> bool:
    before = _versions(kubectl)
    time.sleep(seconds)
    return before == _versions(kubectl)


def _requests(operator: Operator) -> float:
    return operator.total("rest_client_requests_total")
