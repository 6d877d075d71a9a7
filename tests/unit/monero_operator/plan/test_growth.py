# SPDX-License-Identifier: Apache-2.0
"""Volumes grow around running pods, whatever ends in between, and none is lost that was to stay."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiomonero.types.network import Network
from monero_operator import facts, naming
from monero_operator.api import arguments
from monero_operator.api.v1alpha1 import moneronetwork, moneronodeset
from monero_operator.api.v1alpha1.nodes import Monerod, NodeSpec, Retention
from monero_operator.plan import growth
from monero_operator.plan.actions import ClaimChange, Deletion
from tests.support import build
from tests.support.storage import Resource, Storage

RETENTIONS: tuple[Retention, ...] = ("Delete", "Retain")
KINDS = ("network", "node set")


def resource(kind: str, when_deleted: Retention = "Delete", **spec: Any) -> Resource:
    """Return three nodes of this kind whose volumes go with it, or not."""
    if kind == "network":
        kept = moneronetwork.Volume(moneronetwork.RetentionPolicy(when_deleted=when_deleted))
        return build.network(replicas=3, volume=kept, **spec)
    policy = moneronodeset.RetentionPolicy(when_deleted=when_deleted)
    return build.node_set(**{"replicas": 3, "volume": moneronodeset.Volume(policy)} | spec)


def settled(kind: str, when_deleted: Retention = "Delete") -> Storage:
    """Return a world where they run."""
    there = Storage(resource(kind, when_deleted))
    there.settle()
    return there


def births(there: Storage) -> dict[str, str]:
    """Return the uid of each pod."""
    return {name: pod.uid for name, pod in there.pods.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("when_deleted", RETENTIONS)
def test_volumes_grow_and_pods_run_on(kind: str, when_deleted: Retention) -> None:
    """Every claim and every template has the new size, the pods are the same, and the owners of the volumes too."""
    there = settled(kind, when_deleted)
    before, owned = births(there), {name: len(claim.owners) for name, claim in there.claims.items()}

    there.ask(disk_size="3Gi")
    there.settle()

    assert set(there.sizes.values()) == {"3Gi"} == there.templates
    assert before == births(there)
    assert owned == {name: len(claim.owners) for name, claim in there.claims.items()}
    assert there.writes() == ()


@pytest.mark.parametrize("when_scaled", RETENTIONS)
def test_a_node_that_is_scaled_away_while_its_volume_grows_leaves_it_as_asked(when_scaled: Retention) -> None:
    """A volume that is to stay outlives the network too, though it had that as an owner meanwhile."""
    policy = moneronetwork.RetentionPolicy(when_deleted="Delete", when_scaled=when_scaled)
    there = Storage(build.network(replicas=3, volume=moneronetwork.Volume(policy)))
    there.settle()
    there.ask(disk_size="3Gi")
    for write in there.writes():
        there.write(write)

    there.ask(replicas=2)
    there.settle()
    left = set(there.claims)
    there.delete()

    kept = {"data-regtest-2-0"} if when_scaled == "Retain" else set()
    assert (left, set(there.claims)) == ({"data-regtest-0-0", "data-regtest-1-0"} | kept, kept)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("when_deleted", RETENTIONS)
def test_claims_grow_first_and_templates_when_all_have(kind: str, when_deleted: Retention) -> None:
    """A StatefulSet that is made again earlier would be found with claims that are smaller than it says."""
    there = settled(kind, when_deleted)

    there.ask(disk_size="3Gi")
    first = there.writes()
    for write in first:
        there.write(write)
    there.run_controllers()
    second = there.writes()

    assert {"3Gi"} == {write.size for write in first if isinstance(write, ClaimChange)}
    assert not [write for write in first if isinstance(write, Deletion)]
    assert {"Orphan"} == {write.propagation for write in second if isinstance(write, Deletion)}


@settings(max_examples=40)
@given(
    kind=st.sampled_from(KINDS),
    when_deleted=st.sampled_from(RETENTIONS),
    story=st.lists(st.integers(min_value=0, max_value=4), max_size=14),
)
def test_a_crash_at_any_point_is_made_good(kind: str, when_deleted: Retention, story: list[int]) -> None:
    """Each number is how many writes a plan comes to before the operator ends; 0 lets only the controllers work."""
    there = settled(kind, when_deleted)
    before = births(there)
    there.ask(disk_size="3Gi")

    for most in story:
        for write in there.writes()[:most]:
            there.write(write)
        if not most:
            there.run_controllers()
    there.settle()

    assert set(there.sizes.values()) == {"3Gi"} == there.templates
    assert before == births(there)


@settings(max_examples=40)
@given(
    kind=st.sampled_from(KINDS),
    when_deleted=st.sampled_from(RETENTIONS),
    story=st.lists(st.integers(min_value=0, max_value=4), max_size=14),
)
def test_what_was_asked_becomes_of_volumes_at_any_moment(kind: str, when_deleted: Retention, story: list[int]) -> None:
    """The operator ends for good and somebody deletes the resource: every volume goes, or every volume stays."""
    there = settled(kind, when_deleted)
    there.ask(disk_size="3Gi")
    for most in story:
        for write in there.writes()[:most]:
            there.write(write)
        if not most:
            there.run_controllers()

    there.delete()

    assert len(there.claims) == (3 if when_deleted == "Retain" else 0)
    assert all(pod.controller == "" for pod in there.pods.values())


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 2, 3]),
            st.sampled_from(RETENTIONS),
            st.sampled_from(RETENTIONS),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_volume_of_a_node_set_is_lost_that_was_to_stay(
    edits: list[tuple[int, Retention, Retention, bool, bool]],
) -> None:
    """Whatever is edited in whatever order, also while no pod can be made, and at the end with the node set."""
    there = Storage(resource("node set"))
    size = 1
    for replicas, when_deleted, when_scaled, grows, is_full in edits:
        before, size = set(there.claims), size + grows
        there.is_full = is_full
        policy = moneronodeset.RetentionPolicy(when_deleted=when_deleted, when_scaled=when_scaled)
        there.ask(replicas=replicas, volume=moneronodeset.Volume(policy), disk_size=f"{size}Gi")
        there.settle()
        lost = before - set(there.claims)
        assert not lost or (replicas and when_scaled == "Delete")
        assert all(int(name.rpartition("-")[2]) >= replicas for name in lost)
    before = set(there.claims)

    there.delete()

    if when_deleted == "Retain":
        assert before == set(there.claims)


@settings(max_examples=30)
@given(st.lists(st.sampled_from([0, 2, 3, 5]), min_size=1, max_size=5), st.booleans())
def test_a_node_set_whose_volumes_are_to_go_leaves_none(sizes: list[int], grows: bool) -> None:
    """Also those of nodes that were scaled away, and from 0 replicas, and after growing."""
    there = Storage(resource("node set"))
    for replicas in sizes:
        there.ask(replicas=replicas)
        there.settle()
    if grows:
        there.ask(disk_size="3Gi")
        there.settle()

    there.delete()

    assert there.claims == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_class_that_cannot_expand_is_told_and_stops_nothing_else(kind: str) -> None:
    """The template stays, no claim is asked again in the same pass, and other changes go on."""
    there = settled(kind)
    there.is_rigid = True
    there.ask(disk_size="3Gi")
    for write in there.writes():
        there.write(write)

    there.ask(replicas=4)
    plan = there.plan()

    assert {"1Gi"} == there.templates
    assert not [change for change in plan.claims if change.size]
    assert {"data-regtest-3", "data-regtest-3-0"} & {f"data-{name}" for name in _grown(there)}
    assert plan.status is not None
    told = {condition.type: condition for condition in plan.status.conditions}["ConfigValid"]
    assert (told.status, told.reason) == ("False", "ChildRefused")
    assert "this class cannot expand" in told.message


def _grown(there: Storage) -> set[str]:
    there.settle()
    return set(there.pods)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paused_resource_has_its_volumes_left_alone(kind: str) -> None:
    """They grow when it is no longer paused."""
    there = settled(kind)

    there.ask(disk_size="3Gi", paused=True)
    assert there.writes() == ()
    there.ask(paused=False)
    there.settle()

    assert there.templates == {"3Gi"}


def test_an_outdated_statefulset_is_not_made_again() -> None:
    """It would come back with a pod template whose turn has not come."""
    there = settled("network")
    there.ask(disk_size="3Gi")
    for write in there.writes():
        there.write(write)
    there.run_controllers()
    outdated = there.sets["regtest-0"]
    metadata = outdated.applied.metadata
    older = msgspec.structs.replace(metadata, labels=metadata.labels | {naming.LABEL_TEMPLATE: "older"})
    outdated.applied = msgspec.structs.replace(outdated.applied, metadata=older)

    assert {"regtest-1", "regtest-2"} == {write.name for write in there.writes() if isinstance(write, Deletion)}


def test_a_statefulset_that_no_controller_has_seen_is_not_made_again() -> None:
    """With whom its claims go may just have been changed."""
    there = settled("node set")
    there.ask(disk_size="3Gi")
    for write in there.writes():
        there.write(write)

    assert not [write for write in there.writes() if isinstance(write, Deletion)]
    there.run_controllers()
    assert [write for write in there.writes() if isinstance(write, Deletion)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_volume_that_is_to_go_has_another_owner_before_it_is_freed(kind: str) -> None:
    """Also one that is large enough already, for which nothing else is written."""
    there = settled(kind)
    for name, claim in list(there.claims.items()):
        there.claims[name] = msgspec.structs.replace(claim, size="3Gi")

    there.ask(disk_size="3Gi")
    there.run_controllers()
    writes = there.writes()

    assert not [write for write in writes if isinstance(write, Deletion)]
    owners = [{owner.kind for owner in write.owners or ()} for write in writes if isinstance(write, ClaimChange)]
    assert owners == [{"StatefulSet", there.kind.value}] * 3


def test_a_volume_without_a_pod_that_is_to_stay_is_freed() -> None:
    """Kubernetes looks at no claim whose pod is gone: it would go with the StatefulSet, against the user's word."""
    there = settled("node set")
    there.ask(replicas=0)
    there.settle()
    assert [len(claim.owners) for claim in there.claims.values()] == [1, 1, 1]

    policy = moneronodeset.RetentionPolicy(when_deleted="Retain")
    there.ask(volume=moneronodeset.Volume(policy))
    there.settle()

    assert [len(claim.owners) for claim in there.claims.values()] == [0, 0, 0]


def test_a_volume_that_somebody_made_larger_is_left_alone() -> None:
    """It is no measure for the others, and nobody shrinks it."""
    there = settled("node set")
    claim = there.claims["data-regtest-1"]
    there.claims["data-regtest-1"] = msgspec.structs.replace(claim, size="7Gi")

    there.ask(disk_size="3Gi")
    there.settle()

    assert there.sizes == {"data-regtest-0": "3Gi", "data-regtest-1": "7Gi", "data-regtest-2": "3Gi"}
    assert there.templates == {"3Gi"}


SET = build.statefulset(disk_size="400Gi")
SMALL, LARGE = facts.Claim(name="a", uid="a", size="300Gi"), facts.Claim(name="b", uid="b", size="900Gi")


@pytest.mark.parametrize(
    ("spec", "flags", "statefulsets", "claims", "expected"),
    [
        pytest.param(NodeSpec(), (), (), (), "400Gi", id="by the network"),
        pytest.param(NodeSpec(monerod=Monerod(prune=True)), (), (), (), "200Gi", id="pruned"),
        pytest.param(NodeSpec(), ("--prune-blockchain",), (), (), "200Gi", id="pruned by a flag"),
        pytest.param(NodeSpec(monerod=Monerod(prune=True)), (), (SET,), (LARGE,), "400Gi", id="pruned later"),
        pytest.param(NodeSpec(), (), (build.statefulset(disk_size="200Gi"),), (), "400Gi", id="not pruned any more"),
        pytest.param(NodeSpec(monerod=Monerod(prune=True)), (), (), (LARGE, SMALL), "300Gi", id="found again"),
        pytest.param(NodeSpec(disk_size="0.5Ti"), (), (SET,), (LARGE,), "512Gi", id="named"),
    ],
)
def test_the_size_is_the_users_or_else_what_is_there_if_that_is_more(
    spec: NodeSpec,
    flags: tuple[str, ...],
    statefulsets: tuple[facts.StatefulSet, ...],
    claims: tuple[facts.Claim, ...],
    expected: str,
) -> None:
    """A default never shrinks a volume, and what somebody did to one of them does not reach the others."""
    parsed = arguments.parse(flags).arguments

    assert expected == growth.wanted_size(spec, Network.MAINNET, parsed, statefulsets, claims)
