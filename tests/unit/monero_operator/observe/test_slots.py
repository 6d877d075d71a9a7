# SPDX-License-Identifier: Apache-2.0
"""Few owners at a time."""

from __future__ import annotations

from kubeloop.cache.store import Entry
from kubeloop.objects.metadata import Key, Metadata, OwnerReference
from monero_operator import facts
from monero_operator.observe.slots import MAX_AT_ONCE, Slots
from tests.support import build

NEW = ("MoneroNodeSet", Key("labs", "new"))


def holders(count: int) -> list[tuple[str, Key]]:
    """Return so many owners."""
    return [("MoneroNodeSet", Key("labs", f"set-{number}")) for number in range(count)]


def entry(name: str, *, is_upgrading: bool) -> Entry[facts.StatefulSet]:
    """Return what a cache knows of the StatefulSet of a node set of this name."""
    reference = OwnerReference(
        api_version="utxo.com.br/v1alpha1", kind="MoneroNodeSet", name=name, uid="u", controller=True
    )
    metadata = Metadata(name=name, namespace="labs", owner_references=(reference,))
    return Entry(metadata, build.statefulset(is_upgrading=is_upgrading))


def test_no_more_than_a_few_have_a_slot() -> None:
    """Who has one keeps it, and the next gets it when one is given back."""
    slots = Slots([])
    for holder in holders(MAX_AT_ONCE - 1):
        slots.note(holder, holds=True)

    before = slots.is_open_to(NEW)
    for holder in holders(MAX_AT_ONCE):
        slots.note(holder, holds=True)
    full = [slots.is_open_to(holder) for holder in (NEW, *holders(MAX_AT_ONCE))]
    slots.note(holders(1)[0], holds=False)

    assert before
    assert full == [False] + [True] * MAX_AT_ONCE
    assert slots.is_open_to(NEW)


def test_an_operator_that_takes_over_finds_those_that_have_a_slot() -> None:
    """They stand on their StatefulSets; those of a network are one owner."""
    marked = [entry("set-0", is_upgrading=True)] * 5 + [entry("calm", is_upgrading=False)]
    found = [entry(f"set-{number}", is_upgrading=True) for number in range(MAX_AT_ONCE)]

    assert Slots(marked).is_open_to(NEW)
    assert not Slots(found).is_open_to(NEW)
    assert Slots(found).is_open_to(holders(1)[0])
