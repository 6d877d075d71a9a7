# SPDX-License-Identifier: Apache-2.0
"""From a mining set and what was seen of it to a plan."""

from collections import Counter
from datetime import timedelta

import msgspec
import pytest

from kubeloop.objects.condition import Condition
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.common import OwnAnnotations
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSetStatus
from monero_operator.desired import shapes
from monero_operator.facts import Mining
from monero_operator.plan.mining import decide
from tests.support import build

SOLO = ("-o", "net:1", "--daemon")
LOST = Mining(is_connected=False, has_worked=False)


def seen(mining_set, *, pods=None, answers=None, **fields):
    """Return the facts of three miners that run what is asked for, after their StatefulSet was written."""
    (built,) = decide.decide(mining_set, facts.MiningFacts(name="miners"), build.IMAGES, build.NOW).apply
    found = build.statefulset(
        name="miners-xmrig",
        replicas=3,
        template=built.fingerprint,
        made_for=built.metadata.annotations[naming.ANNOTATION_MADE_FOR],
        network="",
        default_image=build.IMAGES.xmrig,
    )
    pods = {ordinal: build.miner_pod(ordinal) for ordinal in range(3)} if pods is None else pods
    answers = answers or Mining(is_connected=True)
    said = {pod.name: facts.Looked(status=answers, at=build.NOW) for pod in pods.values()}
    return facts.MiningFacts(**{"name": "miners", "statefulset": found, "pods": pods, "daemons": said} | fields)


def plan(mining_set, found, now=build.NOW):
    """Decide."""
    return decide.decide(mining_set, found, build.IMAGES, now)


def verdicts(decided):
    """Return status and reason of each condition."""
    return {each.type: (each.status, each.reason) for each in decided.status.conditions}


def test_miners_that_run_as_asked_need_nothing():
    """All conditions are told, and all are True."""
    mining_set = build.mining_set()

    decided = plan(mining_set, seen(mining_set))

    assert decided.restart == ()
    assert verdicts(decided) == {
        "Ready": ("True", "AllReady"),
        "Available": ("True", "MinersRun"),
        "Progressing": ("True", "Complete"),
        "Connected": ("True", "Connected"),
        "ConfigValid": ("True", "Valid"),
    }
    shown = decided.status
    assert (shown.replicas, shown.ready_replicas, shown.updated_replicas) == (3, 3, 3)
    assert (shown.pending_replicas, shown.connected_replicas) == (0, 3)
    assert shown.selector == "utxo.com.br/monerominingnodeset=miners"


def test_those_without_a_machine_are_counted():
    """The sentence says how many were wanted and how many machines there are."""
    mining_set = build.mining_set(hard_anti_affinity=True)
    message = "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules."
    unplaced = {n: build.miner_pod(n, is_ready=False, ip="", unschedulable=message) for n in (1, 2)}

    decided = plan(mining_set, seen(mining_set, pods={0: build.miner_pod(0)} | unplaced))

    assert decided.status.pending_replicas == 2
    assert verdicts(decided)["Progressing"] == ("True", "TooFewMachines")
    assert verdicts(decided)["Ready"] == ("False", "NotReady")


def test_a_new_pool_is_a_new_template_and_then_rolls_out():
    """First the StatefulSet is written, and nothing is current; who runs the old one then goes."""
    before, after = build.mining_set(), build.mining_set(args=("-o", "other:1"))
    found = seen(before)

    decided = plan(after, found)

    (statefulset,) = decided.apply
    assert isinstance(statefulset, shapes.StatefulSet)
    assert (decided.restart, decided.status.updated_replicas) == ((), 0)
    written = msgspec.structs.replace(
        found.statefulset, template=statefulset.fingerprint, update_revision="newer", made_for="2"
    )
    decided = plan(after, msgspec.structs.replace(found, statefulset=written))
    assert [restart.pod for restart in decided.restart] == ["miners-xmrig-2"]
    assert [event.reason for event in decided.events][:1] == ["NodeRestarted"]


def test_a_restart_is_a_new_template():
    """As for every kind, by the annotation."""
    metadata = msgspec.structs.replace(build.MINERS, annotations=OwnAnnotations(restart="today"))

    (plain,) = plan(build.mining_set(), facts.MiningFacts(name="miners")).apply
    (again,) = plan(build.mining_set(metadata=metadata), facts.MiningFacts(name="miners")).apply

    assert plain.fingerprint != again.fingerprint


def test_a_wrong_spec_changes_nothing_and_says_so():
    """What runs is told all the same."""
    decided = plan(build.mining_set(args=()), seen(build.mining_set()))

    assert (decided.apply, decided.restart) == ((), ())
    assert verdicts(decided)["ConfigValid"] == ("False", "NoPool")
    assert verdicts(decided)["Ready"] == ("False", "ConfigInvalid")
    assert decided.status.ready_replicas == 3


def test_a_paused_set_is_only_told_about():
    """Also where a pod is outdated."""
    mining_set = build.mining_set(paused=True)
    found = seen(build.mining_set(), pods={0: build.miner_pod(0, revision="old")})

    decided = plan(mining_set, found)

    assert (decided.apply, decided.restart) == ((), ())
    assert verdicts(decided)["Progressing"] == ("Unknown", "Paused")


@pytest.mark.parametrize(("may_upgrade", "applied"), [(True, 1), (False, 0)])
def test_what_a_newer_operator_makes_of_it_waits_for_a_turn(may_upgrade, applied):
    """The spec is what it was, the template is not."""
    mining_set = build.mining_set()
    found = seen(mining_set)
    older = msgspec.structs.replace(found.statefulset, template="older")

    decided = plan(mining_set, msgspec.structs.replace(found, statefulset=older, may_upgrade=may_upgrade))

    assert len(decided.apply) == applied
    assert decided.is_upgrading == may_upgrade


def test_a_name_that_is_taken_is_told():
    """By a node set called as our StatefulSet, say."""
    mining_set = build.mining_set()
    clash = facts.Obstacles(clashes=(facts.Clash("StatefulSet", "miners-xmrig", "MoneroNodeSet/miners-xmrig"),))

    decided = plan(mining_set, seen(mining_set, obstacles=clash))

    assert verdicts(decided)["ConfigValid"] == ("False", "NameClash")


@pytest.mark.parametrize(("args", "expected"), [(SOLO, 1), (("-o", "pool:1"), 0)])
def test_only_who_works_for_a_node_is_started_anew(args, expected):
    """With a pool xmrig looks the name up again."""
    mining_set = build.mining_set(args=args)
    long_ago = build.STALE.replace(year=2025)
    pods = {ordinal: build.miner_pod(ordinal, turned_at=long_ago) for ordinal in range(3)}

    decided = plan(mining_set, seen(mining_set, pods=pods, answers=LOST))

    assert len(decided.restart) == expected
    assert [event.reason for event in decided.events if event.reason == "MinerRevived"] == ["MinerRevived"] * expected


def half_a_day_without_node(replicas, found_by=0):
    """Yield the plans of half a day, two per minute; a deleted pod is gone for one, and runs again after another.

    The node is found by so many of the first, and by no others.
    """
    mining_set = build.mining_set(args=SOLO, replicas=replicas)
    found = seen(mining_set)
    started = dict.fromkeys(range(replicas), build.NOW)
    for now in (build.NOW + timedelta(seconds=30 * turn) for turn in range(12 * 60 * 2)):
        pods = {n: build.miner_pod(n, is_ready=now > at, turned_at=at) for n, at in started.items() if now >= at}
        working = {pods[n].name: facts.Looked(Mining(is_connected=True), now) for n in range(found_by)}
        said = {pod.name: facts.Looked(LOST, now) for pod in pods.values() if pod.is_ready} | working
        decided = plan(mining_set, msgspec.structs.replace(found, pods=pods, daemons=said), now)
        mining_set = msgspec.structs.replace(mining_set, status=decided.status)
        started |= {int(gone.pod.rpartition("-")[2]): now + timedelta(minutes=1) for gone in decided.restart}
        yield decided


@pytest.mark.parametrize(("replicas", "found_by"), [(1, 0), (4, 0), (2, 1), (4, 3)])
def test_half_a_day_without_a_node_starts_each_miner_anew_a_few_times(replicas, found_by):
    """Soon at first, and then ever more seldom, though what is started anew says nothing for a moment."""
    plans = list(half_a_day_without_node(replicas, found_by))

    revived = Counter(restart.pod for decided in plans for restart in decided.restart)
    told = [event for decided in plans for event in decided.events if event.reason == "MinerRevived"]
    assert len(revived) == replicas - found_by
    assert set(revived.values()) <= {4, 5}
    assert len(told) == revived.total()
    assert max(len(decided.restart) for decided in plans) == 1


@pytest.mark.parametrize(
    ("before", "replicas", "fields", "expected"),
    [
        ("Disconnected", 3, {}, ("False", "Disconnected")),
        ("Disconnected", 3, {"unschedulable": "0/3 nodes are available: 3 Insufficient cpu."}, ("Unknown", "NoMiners")),
        ("Disconnected", 3, {"waiting": facts.Waiting("xmrig", "ErrImagePull")}, ("Unknown", "NoMiners")),
        ("Disconnected", 0, {}, ("Unknown", "NoMiners")),
        ("Connected", 3, {}, ("Unknown", "NoMiners")),
    ],
)
def test_who_had_no_work_has_none_while_it_is_started_anew(before, replicas, fields, expected):
    """Since when is what the next try waits by; one that does not come up is not waited for."""
    mining_set = build.mining_set(replicas=replicas)
    verdict = "True" if before == "Connected" else "False"
    known = MoneroMiningNodeSetStatus(
        conditions=(Condition("Connected", verdict, before, "", 1, "2026-01-01T00:00:00Z"),)
    )
    away = {ordinal: build.miner_pod(ordinal, is_ready=False, **fields) for ordinal in range(replicas)}

    decided = plan(msgspec.structs.replace(mining_set, status=known), seen(mining_set, pods=away))

    assert verdicts(decided)["Connected"] == expected


def test_one_that_is_being_deleted_is_left_alone():
    """The garbage collector takes what it owns."""
    metadata = msgspec.structs.replace(build.MINERS, deletion_timestamp="2026-01-01T00:00:00Z")

    decided = plan(build.mining_set(metadata=metadata), facts.MiningFacts(name="miners"))

    assert (decided.apply, decided.status) == ((), None)
