# SPDX-License-Identifier: Apache-2.0
"""A StatefulSet of a network and its pod, which crashes, as the API server shows them."""

from __future__ import annotations

from typing import Any

OWNER = {"apiVersion": "utxo.com.br/v1alpha1", "kind": "MoneroNetwork", "name": "net", "uid": "u1", "controller": True}
STATEFULSET: dict[str, Any] = {
    "metadata": {"name": "net-0", "namespace": "ns", "uid": "s1", "generation": 2, "ownerReferences": [OWNER]},
    "spec": {
        "replicas": 1,
        "serviceName": "net-nodes",
        "podManagementPolicy": "Parallel",
        "revisionHistoryLimit": 2,
        "updateStrategy": {"type": "OnDelete"},
        "selector": {"matchLabels": {}},
        "template": {
            "metadata": {"labels": {}},
            "spec": {
                "containers": [],
                "terminationGracePeriodSeconds": 30,
                "enableServiceLinks": False,
                "automountServiceAccountToken": False,
                "securityContext": {
                    "runAsNonRoot": True,
                    "runAsUser": 1,
                    "runAsGroup": 1,
                    "fsGroup": 1,
                    "fsGroupChangePolicy": "OnRootMismatch",
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
            },
        },
        "volumeClaimTemplates": [],
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete", "whenScaled": "Delete"},
    },
    "status": {"observedGeneration": 1, "updateRevision": "r1"},
}
POD: dict[str, Any] = {
    "metadata": {
        "name": "net-0-0",
        "namespace": "ns",
        "uid": "p1",
        "labels": {"controller-revision-hash": "r1"},
        "ownerReferences": [
            {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "net-0", "uid": "s1", "controller": True}
        ],
    },
    "status": {
        "podIP": "10.0.0.1",
        "conditions": [{"type": "Ready", "status": "False"}],
        "initContainerStatuses": [{"name": "exporter", "restartCount": 1, "state": {"running": {}}}],
        "containerStatuses": [
            {
                "name": "monerod",
                "restartCount": 4,
                "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}},
                "lastState": {
                    "terminated": {"startedAt": "2026-01-01T00:00:00Z", "finishedAt": "2026-01-01T00:00:07Z"}
                },
            }
        ],
    },
}
DEPLOYMENT_SPEC: dict[str, Any] = {
    "replicas": 1,
    "revisionHistoryLimit": 1,
    "strategy": {"type": "Recreate"},
    "selector": {"matchLabels": {}},
    "template": STATEFULSET["spec"]["template"],
}
