# SPDX-License-Identifier: Apache-2.0
"""Children as somebody else may have changed them; as they are sent they stand in tests/golden."""

import functools

import msgspec
import pytest

from kubeloop.controller import explicit
from monero_operator.desired import pdb, service, statefulset
from tests.support import build

SIDECAR = {
    "name": "proxy",
    "image": "registry.example/proxy:1",
    "ports": [{"containerPort": 15090}],
    "env": [{"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
    "lifecycle": {"preStop": {"exec": {"command": ["drain"]}}},
    "livenessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 1, "timeoutSeconds": 1, "failureThreshold": 3},
    "readinessProbe": {"tcpSocket": {"port": 1}, "periodSeconds": 1, "timeoutSeconds": 1, "failureThreshold": 3},
    "startupProbe": {
        "httpGet": {"path": "/", "port": "named", "scheme": "HTTP"},
        "periodSeconds": 1,
        "timeoutSeconds": 1,
        "failureThreshold": 3,
    },
    "securityContext": {"runAsUser": 1337, "capabilities": {"add": ["NET_ADMIN"]}},
}
SPREAD = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"}
OWNER = build.desired().parent
SET = statefulset.build(build.desired(hard_anti_affinity=True))
SERVICE = service.p2p(OWNER, 0, build.desired().network)
BUDGET = pdb.of_many_sets(OWNER, replicas=3)


def live(child):
    """Return a child as the API server would show it."""
    return msgspec.json.decode(msgspec.json.encode(explicit.builtins(child)))


def read(document, wanted):
    """Return what is read of a live child."""
    return msgspec.convert(document, type(wanted))


@pytest.mark.parametrize("kind", ["containers", "initContainers"])
def test_what_others_add_to_a_pod_hides_nothing_of_ours(kind):
    """A service mesh, an admission webhook, a hand: a container that looks like none of ours, and a wish."""
    document = live(SET)
    pod = document["spec"]["template"]["spec"]
    pod[kind].append(SIDECAR)
    pod["topologySpreadConstraints"].append(SPREAD)
    pod["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"].append({"topologyKey": "zone"})

    seen = read(document, SET)

    assert seen != SET
    assert statefulset.dials(SET) == statefulset.dials(seen)
    assert SET.spec.template.spec.containers[0] == seen.spec.template.spec.containers[0]


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        (SET, f"template.spec.{path}")
        for path in (
            "automountServiceAccountToken",
            "securityContext.runAsNonRoot",
            "securityContext.fsGroup",
            "securityContext.fsGroupChangePolicy",
            "securityContext.seccompProfile",
            "topologySpreadConstraints.0.labelSelector",
            "containers.0.args",
            "containers.0.ports.0.name",
            "containers.0.startupProbe",
            "containers.0.livenessProbe.httpGet",
            "containers.0.lifecycle.preStop.sleep",
            "containers.0.securityContext",
            "containers.0.securityContext.allowPrivilegeEscalation",
            "containers.0.securityContext.readOnlyRootFilesystem",
            "containers.0.securityContext.capabilities.drop",
        )
    ]
    + [(SERVICE, path) for path in ("selector", "ports", "ports.0.name", "publishNotReadyAddresses")]
    + [(BUDGET, path) for path in ("minAvailable", "selector", "selector.matchLabels", "unhealthyPodEvictionPolicy")],
)
def test_what_somebody_removes_is_a_difference_and_no_riddle(wanted, path):
    """The next apply puts it back; a child that could not be read would stay as it is."""
    document = live(wanted)
    *way, last = (int(step) if step.isdecimal() else step for step in path.split("."))
    parent = functools.reduce(lambda part, step: part[step], way, document["spec"])
    del parent[last]

    assert wanted != read(document, wanted)
