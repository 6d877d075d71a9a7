# SPDX-License-Identifier: Apache-2.0
"""Changes of claims, on an API server in memory."""

from __future__ import annotations

from typing import Any

from kubeloop import errors
from kubeloop.objects.metadata import OwnerReference
from kubeloop.testing.cluster import Cluster
from monero_operator import facts
from monero_operator.apply.claims import Claims
from monero_operator.desired import shapes
from monero_operator.observe.sources import Informers
from monero_operator.plan.actions import ClaimChange

OWNER = OwnerReference(api_version="utxo.com.br/v1alpha1", kind="MoneroNodeSet", name="nodes", uid="n")


def stored(cluster: Cluster, ordinal: int) -> dict[str, Any]:
    """Put a claim of 1Gi there."""
    content = {
        "metadata": {"name": f"data-nodes-{ordinal}", "namespace": "ns", "labels": {"kept": "yes"}},
        "spec": {"resources": {"requests": {"storage": "1Gi"}}, "volumeName": "v"},
    }
    return cluster.put(shapes.CLAIMS, content)


def change(claim: dict[str, Any], **fields: Any) -> ClaimChange:
    """Return a change of this very version."""
    return ClaimChange(name=claim["metadata"]["name"], version=claim["metadata"]["resourceVersion"], **fields)


def doer(cluster: Cluster) -> Claims:
    """Return what changes claims there."""
    return Claims(cluster, Informers(cluster, None).claims)


async def test_a_claim_is_changed_in_what_is_said_and_nothing_else() -> None:
    """Size and owners are each changed alone or together; the rest is the StatefulSet's and the user's."""
    cluster = Cluster()
    first, second = stored(cluster, 0), stored(cluster, 1)

    await doer(cluster).change("ns", [change(first, size="2Gi"), change(second, owners=(OWNER,))])

    grown, owned = (cluster.read(shapes.CLAIMS, "ns", f"data-nodes-{ordinal}") for ordinal in (0, 1))
    assert grown["spec"] == {"resources": {"requests": {"storage": "2Gi"}}, "volumeName": "v"}
    assert "ownerReferences" not in grown["metadata"]
    assert owned["spec"] == second["spec"]
    assert [reference["uid"] for reference in owned["metadata"]["ownerReferences"]] == ["n"]
    assert owned["metadata"]["labels"] == {"kept": "yes"}


async def test_the_last_owner_is_taken_off() -> None:
    """A volume that is to stay has none."""
    cluster = Cluster()
    claim = stored(cluster, 0)
    await doer(cluster).change("ns", [change(claim, owners=(OWNER,))])
    owned = cluster.read(shapes.CLAIMS, "ns", "data-nodes-0")

    await doer(cluster).change("ns", [change(owned, owners=())])

    assert not cluster.read(shapes.CLAIMS, "ns", "data-nodes-0")["metadata"].get("ownerReferences")


async def test_a_claim_that_is_another_by_now_is_left_to_the_next_plan() -> None:
    """Somebody may have made it larger meanwhile; the others go on."""
    cluster = Cluster()
    first, second = stored(cluster, 0), stored(cluster, 1)
    cluster.put(shapes.CLAIMS, first | {"spec": {"resources": {"requests": {"storage": "9Gi"}}}})
    gone = ClaimChange(name="data-nodes-7", version="1", size="2Gi")

    met = await doer(cluster).change("ns", [change(first, size="2Gi"), gone, change(second, size="2Gi")])

    sizes = [
        cluster.read(shapes.CLAIMS, "ns", f"data-nodes-{ordinal}")["spec"]["resources"]["requests"]["storage"]
        for ordinal in (0, 1)
    ]
    assert (met, sizes) == ((), ["9Gi", "2Gi"])


async def test_the_first_refusal_is_told_and_ends_the_pass() -> None:
    """A class that cannot expand refuses all the same: 64 refusals would tell no more than one."""
    cluster = Cluster()
    claims = [stored(cluster, ordinal) for ordinal in range(3)]
    cluster.fail_next("patch", errors.Forbidden("only dynamically provisioned pvc can be resized"), times=3)

    met = await doer(cluster).change("ns", [change(claim, size="2Gi") for claim in claims])

    told = facts.Refusal("PersistentVolumeClaim", "data-nodes-0", "only dynamically provisioned pvc can be resized")
    assert met == (told,)
    assert [request.verb for request in cluster.requests] == ["patch"]
