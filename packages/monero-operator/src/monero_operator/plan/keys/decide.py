# SPDX-License-Identifier: Apache-2.0
"""What a plan says about keys: orders with the events of them, and the time at which an old key is due to go."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from monero_operator import naming
from monero_operator.api import reasons
from monero_operator.api.reasons import Reason
from monero_operator.desired.parent import Parent
from monero_operator.facts import HiddenNetwork, Keys
from monero_operator.keys import entries
from monero_operator.plan.actions import Event, KeyDrop, KeyOrder, Plan
from monero_operator.plan.keys import orders
from monero_operator.plan.keys.wishes import Wish

MAX_VALUE_LENGTH = 63
"""Of an annotation's value, as far as it is repeated."""


def ordered(
    plan: Plan,
    parent: Parent,
    wishes: Iterable[Wish],
    known: Mapping[HiddenNetwork, Keys],
    *,
    rotate: str,
    now: datetime,
    is_settled: bool,
) -> Plan:
    """Return a plan with what is to be done to keys; `rotate` and `is_settled` as in `plan.keys.orders`."""
    given: tuple[KeyOrder | KeyDrop, ...] = ()
    again = [plan.look_again_after_seconds] if plan.look_again_after_seconds is not None else []
    wishes = tuple(wishes)
    in_vain = _in_vain(wishes, known, rotate)
    for wish in wishes:
        keys = known.get(wish.network, Keys())
        order = orders.decide(parent, wish, keys, rotate, now, is_settled=is_settled)
        if order:
            further = in_vain if isinstance(order, KeyOrder) and _remembers(order) else ()
            given += (msgspec.structs.replace(order, events=(*_events(order, keys), *further)),)
        again += _due(wish, keys, now)
    return msgspec.structs.replace(plan, keys=given, look_again_after_seconds=min(again, default=None))


def _in_vain(wishes: Iterable[Wish], known: Mapping[HiddenNetwork, Keys], rotate: str) -> tuple[Event, ...]:
    """Return the event of a rotation by which no key is replaced, as far as all keys can be looked at.

    A Secret that could not be written at once asks again, when the other one has told what became of the wish.
    """
    seen = [(wish, known.get(wish.network, Keys())) for wish in wishes]
    is_any = any(keys.because or (wish.is_used and orders.new(wish, keys, rotate).rotated) for wish, keys in seen)
    is_told = any(keys.served and keys.served.rotated_for == rotate for _, keys in seen)
    message = reasons.sentence(Reason.NOTHING_ROTATED, value=rotate[:MAX_VALUE_LENGTH])
    return () if is_any or is_told else (Event("Warning", Reason.NOTHING_ROTATED, message),)


def _remembers(order: KeyOrder) -> bool:
    """Say whether a Secret that is there is to remember a rotation; with a new one there is nothing to replace."""
    return bool(order.uid) and naming.ANNOTATION_ROTATE in order.annotations


def _due(wish: Wish, keys: Keys, now: datetime) -> list[float]:
    is_overlap = keys.served is not None and wish.is_used and bool(orders.previous(keys.served))
    if not is_overlap or keys.served is None:
        return []
    left = orders.seconds_of_overlap(wish, keys.served, now)
    # After half of it siblings are led to the new one (`plan.network.transport`).
    until_half = left - wish.overlap_seconds / 2
    return [until_half if until_half > 0 else max(left, 0.0)]


def _events(order: KeyOrder | KeyDrop, keys: Keys) -> Iterator[Event]:
    if isinstance(order, KeyDrop):
        yield _event(Reason.KEYS_DELETED, secret=order.secret)
        return
    had = orders.current(keys.served) if keys.served else ()
    groups = (
        (Reason.KEYS_MADE, [entry for entry in order.make if entry not in had]),
        (Reason.KEYS_REPLACED, [entry for entry in order.make if entry in had]),
        (Reason.KEYS_COPIED, list(order.copy)),
        (Reason.KEYS_RETIRED, list(order.retire)),
    )
    for reason, found in groups:
        if found:
            named = reasons.listed(sorted(found, key=entries.by_purpose))
            yield _event(reason, secret=order.secret, given=order.given, entries=named)


def _event(reason: Reason, **values: str) -> Event:
    return Event("Normal", reason, reasons.sentence(reason, **values))
