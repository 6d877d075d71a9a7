# SPDX-License-Identifier: Apache-2.0
"""From a mining set and what was seen of it to a plan."""

import msgspec
import pytest

from monero_operator import facts, naming
from monero_operator.api.v1alpha1.common import OwnAnnotations
from monero_operator.desired import shapes
from monero_operator.facts import Mining
from monero_operator.plan.mining import decide
from tests.support import build


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


def plan(mining_set, found):
    """Decide."""
    return decide.decide(mining_set, found, build.IMAGES, build.NOW)


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
    homeless = {n: build.miner_pod(n, is_ready=False, ip="", unschedulable=message) for n in (1, 2)}

    decided = plan(mining_set, seen(mining_set, pods={0: build.miner_pod(0)} | homeless))

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


@pytest.mark.parametrize(("args", "expected"), [(("-o", "net:1", "--daemon"), 3), (("-o", "pool:1"), 0)])
def test_only_who_works_for_a_node_is_started_anew(args, expected):
    """With a pool xmrig looks the name up again."""
    mining_set = build.mining_set(args=args)
    long_ago = build.STALE.replace(year=2025)
    pods = {ordinal: build.miner_pod(ordinal, turned_at=long_ago) for ordinal in range(3)}

    decided = plan(mining_set, seen(mining_set, pods=pods, answers=Mining(is_connected=False, has_worked=False)))

    assert len(decided.restart) == expected
    assert [event.reason for event in decided.events if event.reason == "MinerRevived"] == ["MinerRevived"] * expected


def test_one_that_is_being_deleted_is_left_alone():
    """The garbage collector takes what it owns."""
    metadata = msgspec.structs.replace(build.MINERS, deletion_timestamp="2026-01-01T00:00:00Z")

    decided = plan(build.mining_set(metadata=metadata), facts.MiningFacts(name="miners"))

    assert (decided.apply, decided.status) == ((), None)
