# SPDX-License-Identifier: Apache-2.0
"""The operator and what it looks after, while one thing after the other is lost."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Iterator
from typing import Any

from tests.support import journal, subjects
from tests.support.subjects import Subject
from tests.support.waiting import until
from tools.kubectl import Kubectl

OPERATOR = "deployment/monero-operator"
LEASE = "lease/monero-operator"
MACHINES = ("n2", "n3")
"""Those that may be lost; through the first one this very machine reaches Services."""


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """A network that makes blocks, a node set that follows its chain, and their operator."""

    client: Kubectl
    namespace: Kubectl
    operator: Kubectl
    network: Subject
    node_set: Subject

    @property
    def all(self) -> tuple[Subject, ...]:
        """Return what has to become ready again."""
        return self.network, self.node_set

    def are(self, state: str) -> bool:
        """Tell whether all are in this state."""
        return all(state in subject.state() for subject in self.all)

    @contextlib.contextmanager
    def recovering(self, what: str, *, was_whole: bool = True) -> Iterator[None]:
        """Lose something, wait until all are ready again, and write down how long it took and what clients noticed."""
        if was_whole:
            until(lambda: self.are(subjects.WHOLE), seconds=120, what=f"all are whole before: {what}")
        for subject in self.all:
            subject.visitor.forget()
        began = time.monotonic()
        yield
        since = self._recovered(what)
        for subject in self.all:
            ready, whole = (since[subject.name, state] - began for state in (subjects.READY, subjects.WHOLE))
            noticed = subject.visitor.notes()
            journal.record(f"{what}: {subject.kind} ready; whole after {whole:.1f} s; {noticed}", ready)

    def _recovered(self, what: str) -> dict[tuple[str, str], float]:
        """Wait until all are whole; return since when each has been ready and whole."""
        since: dict[tuple[str, str], float] = {}

        def are_whole() -> bool:
            for subject in self.all:
                found, now = subject.state(), time.monotonic()
                for state in (subjects.READY, subjects.WHOLE):
                    since[subject.name, state] = (since.get((subject.name, state)) or now) if state in found else 0.0
            return all(since.values())

        until(are_whole, seconds=240, what=f"all are whole after: {what}")
        return since

    def leader(self) -> str:
        """Return the name of the pod that holds the lease."""
        holder: str = self.operator.get(LEASE).get("spec", {}).get("holderIdentity", "")
        return holder.rpartition("_")[0]

    @contextlib.contextmanager
    def led_by_another(self) -> Iterator[dict[str, Any]]:
        """Take the leader away in the block; after it another one repairs what is lost meanwhile, and makes blocks."""
        self.operator.run("rollout", "status", OPERATOR, "--timeout=60s")
        before = until(self.leader, seconds=30, what="one leads")
        leader = self.operator.get("pod", before)
        began = time.monotonic()
        yield leader
        until(lambda: self.leader() not in ("", before), seconds=30, what="another one leads")
        journal.record("another leader", time.monotonic() - began)
        height = self.network.visitor.height
        until(lambda: self.network.visitor.height > height, seconds=30, what="the next block")
        journal.record("another leader's first block", time.monotonic() - began)
        self.repairs()

    def repairs(self) -> None:
        """See somebody repair what is lost now, which shows that somebody leads."""
        for subject in self.all:
            budget = f"poddisruptionbudget/{subject.name}"
            before = until(lambda budget=budget: self._uid(budget), seconds=60, what="an answer")  # type: ignore[misc]
            self.namespace.run("delete", budget, "--wait=false")
            until(
                lambda budget=budget, before=before: self._uid(budget) != before,  # type: ignore[misc]
                seconds=60,
                what="a deleted child is back",
            )

    def _uid(self, name: str) -> str:
        return str(self.namespace.get(name)["metadata"]["uid"])

    def pods_on(self, machine: str) -> list[dict[str, Any]]:
        """Return the pods on a machine."""
        pods = [pod for subject in self.all for pod in subject.pods()]
        return [pod for pod in pods if pod["spec"].get("nodeName") == machine]

    def busiest(self) -> str:
        """Return the machine whose loss hits most, of those that may be lost."""
        return max(MACHINES, key=lambda machine: len(self.pods_on(machine)))

    def is_given_up(self, machine: str) -> bool:
        """Tell whether Kubernetes has given up the pods of a machine, which it cannot reach to end them."""
        return any(subjects.is_terminating(pod) for pod in self.pods_on(machine))
