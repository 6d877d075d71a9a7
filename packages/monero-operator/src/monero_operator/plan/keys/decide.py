# SPDX-License-Identifier: Apache-2.0
"""What a plan says about keys: orders with the events of them, and the time at which an old key is due to go."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from monero_operator.api import reasons
from monero_operator.api.reasons import Reason
from monero_operator.desired.parent import Parent
from monero_operator.facts import HiddenNetwork, Keys
from monero_operator.keys import entries
from monero_operator.plan.actions import Event, KeyDrop, KeyOrder, Plan
from monero_operator.plan.keys import orders
from monero_operator.plan.keys.wishes import Wish


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
    for wish in wishes:
        keys = known.get(wish.network, Keys())
        order = orders.decide(parent, wish, keys, rotate, now, is_settled=is_settled)
        given += (msgspec.structs.replace(order, events=tuple(_events(order, keys))),) if order else ()
        again += _due(wish, keys, now)
    return msgspec.structs.replace(plan, keys=given, look_again_after_seconds=min(again, default=None))


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
