# SPDX-License-Identifier: Apache-2.0
"""Old news about nodes and pods is not believed."""

import pytest

from localkube import readiness

BOOT = 1_700_000_000
BEFORE, AFTER = "2023-11-14T22:13:19Z", "2023-11-14T22:13:21Z"


def node(name: str = "n1", *, status: str = "True", heartbeat: str = AFTER, taints: tuple = ()) -> dict:
    """A node as the API server tells it."""
    condition = {"type": "Ready", "status": status, "lastHeartbeatTime": heartbeat}
    spec = {"taints": [{"key": taint} for taint in taints]} if taints else {}
    return {"metadata": {"name": name}, "spec": spec, "status": {"conditions": [condition]}}


def pod(*states: dict, policy: str = "Always", ready: str = "True", **metadata: str) -> dict:
    """A pod on n1 with containers in these states."""
    return {
        "metadata": {"namespace": "default", "name": "a", **metadata},
        "spec": {"nodeName": "n1", "restartPolicy": policy},
        "status": {
            "containerStatuses": [{"state": state} for state in states],
            "conditions": [{"type": "Ready", "status": ready}],
        },
    }


UNREADY = {
    "did not register": [],
    "is not Ready": [node(status="Unknown")],
    "sent no sign of life since it was started": [node(heartbeat=BEFORE)],
    "is tainted with node.kubernetes.io/not-ready": [node(taints=("node.kubernetes.io/not-ready",))],
}


def test_node_that_reported_since_its_start_is_ready():
    """A fresh heartbeat is believed."""
    assert readiness.unready_node([node()], {"n1": BOOT}) is None


@pytest.mark.parametrize(("problem", "nodes"), UNREADY.items(), ids=UNREADY.keys())
def test_each_way_of_not_being_ready_is_named(problem, nodes):
    """The sentence says which node and why."""
    assert readiness.unready_node(nodes, {"n1": BOOT}) == f"node n1 {problem}"


def test_other_nodes_do_not_matter():
    """Only the nodes that are asked for are looked at."""
    assert readiness.unready_node([node(), node("n2", status="False")], {"n1": BOOT}) is None


@pytest.mark.parametrize("state", [{"running": {"startedAt": BEFORE}}, {"terminated": {"reason": "Unknown"}}])
def test_pod_from_before_the_power_cut_is_stale(state):
    """Running since before, or ended by the power cut and not begun again: the node has not looked at it yet."""
    fresh = {"running": {"startedAt": AFTER}}

    assert readiness.stale_pod([pod(fresh, state)], {"n1": BOOT}) == "pod default/a is not up again"


FRESH = {
    "started since": pod({"running": {"startedAt": AFTER}}),
    "cannot start, which is not the power cut's fault": pod({"waiting": {"reason": "CrashLoopBackOff"}}),
    "finished for good": pod({"terminated": {"reason": "Unknown"}}, policy="Never"),
    "on its way out": pod({"running": {"startedAt": BEFORE}}, deletionTimestamp=AFTER),
    "not placed yet": {"metadata": {"namespace": "default", "name": "a"}, "spec": {"restartPolicy": "Always"}},
}


@pytest.mark.parametrize("found", FRESH.values(), ids=FRESH.keys())
def test_pod_is_not_waited_for(found):
    """What will not change by waiting is not waited for."""
    assert readiness.stale_pod([found], {"n1": BOOT}) is None


@pytest.mark.parametrize("state", [{"running": {"startedAt": BEFORE}}, {"terminated": {"reason": "Unknown"}}])
def test_pods_of_nodes_that_ran_on_are_believed(state):
    """Their node was not started, so nothing is old."""
    assert readiness.stale_pod([pod(state)], {"n2": BOOT}) is None


def test_enough_ready_pods_are_enough():
    """Pods that are being deleted do not count in either direction."""
    leaving = pod(ready="False", deletionTimestamp=AFTER)

    assert readiness.unready_pod([pod(), pod(), leaving], 2) is None


def test_missing_and_unready_pods_are_told():
    """Both too few and not ready have a sentence."""
    assert readiness.unready_pod([pod()], 2) == "there are 1 pods of 2"
    assert readiness.unready_pod([pod(), pod(ready="False")], 2) == "pod default/a is not ready"
