# SPDX-License-Identifier: Apache-2.0
"""What is to be done to the Secret of one network: nothing, as a rule."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from monero_operator import naming
from monero_operator.desired.parent import Parent
from monero_operator.facts import KeyRing, Keys
from monero_operator.keys import entries
from monero_operator.plan.actions import KeyDrop, KeyOrder
from monero_operator.plan.keys import rotation
from monero_operator.plan.keys.wishes import Wish

LOCKED = "true"
_NO_RING = KeyRing(name="", uid="", version="")
_LONG_AGO_SECONDS = 0.0


class New(msgspec.Struct, frozen=True, kw_only=True):
    """Entries that get another key: those that have none, those that are rotated, and copies of the user's."""

    missing: tuple[str, ...] = ()
    rotated: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    is_rotation: bool = False


def decide(
    parent: Parent, wish: Wish, keys: Keys, rotate: str, now: datetime, *, is_settled: bool
) -> KeyOrder | KeyDrop | None:
    """Return what to do; `rotate` is what the resource's annotation says.

    Keys go when every pod `is_settled`, made from the current template: those of before serve by them.
    """
    ring, policy = keys.served, wish.settings.retention_policy
    if keys.because or (ring and not ring.is_ours):
        return None
    if ring and not wish.is_used and policy.when_disabled == "Delete" and is_settled:
        return KeyDrop(ring.name, ring.uid)
    blank = _blank(parent, wish, ring)
    content = _content(wish, keys, rotate, now) if wish.is_used else {"annotations": _remembered(wish, ring, rotate)}
    order = msgspec.structs.replace(blank, **content)
    if ring is None:
        return order if order.make or order.copy else None
    is_owned_as_wanted = ring.owner_uid == (order.owner.uid if order.owner else "")
    return None if order == blank and is_owned_as_wanted else order


def new(wish: Wish, keys: Keys, rotate: str) -> New:
    """Return which entries get another key."""
    ring, given = keys.served or _NO_RING, keys.given
    if is_awaited(wish, given):
        return New()
    theirs = given.addresses | given.bad if given else {}
    present = current(ring)
    is_rotation, asked = rotate not in ("", ring.rotated_for), rotation.read(rotate)
    rotated = (entry for entry in present if is_rotation and entry not in theirs and asked.names(wish.network, entry))
    return New(
        missing=tuple(entry for entry in wish.entries if entry not in present and entry not in theirs),
        rotated=tuple(rotated),
        copied=_copied(wish, ring, given) if given else (),
        is_rotation=is_rotation,
    )


def is_awaited(wish: Wish, given: KeyRing | None) -> bool:
    """Say whether the user's own Secret is not there yet, or has no key in it yet."""
    return bool(wish.given) and not (given and (given.addresses or given.bad))


def current(ring: KeyRing) -> tuple[str, ...]:
    """Return the entries that have a key, good or bad; not those of before."""
    return tuple(sorted(entry for entry in ring.addresses | ring.bad if not entry.endswith(entries.PREVIOUS)))


def previous(ring: KeyRing) -> tuple[str, ...]:
    """Return the entries of before."""
    return tuple(sorted(entry for entry in ring.addresses | ring.bad if entry.endswith(entries.PREVIOUS)))


def twin(wish: Wish, ring: KeyRing, given: KeyRing, entry: str) -> str:
    """Return which other entry would have the key that the user gives this one, or nothing."""
    known = {other: given.addresses.get(other, ring.addresses.get(other)) for other in wish.entries if other != entry}
    return next((other for other, address in known.items() if address == given.addresses[entry]), "")


def seconds_of_overlap(wish: Wish, ring: KeyRing, now: datetime) -> float:
    """Return for how long the keys of before are still kept."""
    return wish.overlap_seconds - seconds_since_rotation(ring, now)


def seconds_since_rotation(ring: KeyRing, now: datetime) -> float:
    """Return how long ago keys were replaced last; what is to come has been now."""
    return max(now.timestamp() - _seconds(ring.rotated_at), 0.0)


def _copied(wish: Wish, ring: KeyRing, given: KeyRing) -> tuple[str, ...]:
    return tuple(
        entry
        for entry in wish.entries
        if entry in given.addresses
        and ring.addresses.get(entry) != given.addresses[entry]
        and not twin(wish, ring, given, entry)
    )


def _blank(parent: Parent, wish: Wish, ring: KeyRing | None) -> KeyOrder:
    is_left_behind = wish.settings.retention_policy.when_deleted == "Retain"
    return KeyOrder(
        network=wish.network,
        secret=naming.router(parent.name, wish.network),
        uid=ring.uid if ring else "",
        version=ring.version if ring else "",
        labels=naming.key_labels(parent.kind, parent.name, wish.network),
        owner=None if is_left_behind else parent.reference,
        encrypted=wish.encrypted,
    )


def _content(wish: Wish, keys: Keys, rotate: str, now: datetime) -> dict[str, Any]:
    """Return the fields of an order that are no blanks."""
    ring, given, fresh = keys.served or _NO_RING, keys.given, new(wish, keys, rotate)
    replaced = {*fresh.rotated, *fresh.copied}
    content: dict[str, Any] = {
        "make": fresh.missing + fresh.rotated,
        "copy": fresh.copied,
        "keeps_previous": bool(replaced and wish.overlap_seconds),
        "name": _misnamed(wish, ring, replaced),
        "retire": _retired(wish, ring, replaced, now),
        "annotations": _annotations(wish, ring, fresh, rotate, now),
    }
    return content | ({"given": given.name, "given_version": given.version} if given and fresh.copied else {})


def _misnamed(wish: Wish, ring: KeyRing, replaced: set[str]) -> tuple[str, ...]:
    """Return the entries whose file for people tells what it should not, an address where nothing answers too."""
    to_be_encrypted = {entry for entry in wish.encrypted if entry in ring.addresses}
    return tuple(sorted({*ring.misnamed, *(to_be_encrypted ^ set(ring.encrypted))} - replaced))


def _retired(wish: Wish, ring: KeyRing, replaced: set[str], now: datetime) -> tuple[str, ...]:
    """Return the keys of before whose time is over, or which have nothing to stand beside; not those just replaced."""
    is_over = seconds_of_overlap(wish, ring, now) <= 0
    had = {entry: entry.removesuffix(entries.PREVIOUS) for entry in previous(ring)}
    kept, renewed = set(current(ring)), replaced if wish.overlap_seconds else set()
    return tuple(entry for entry, its in had.items() if (is_over or its not in kept) and its not in renewed)


def _annotations(wish: Wish, ring: KeyRing, fresh: New, rotate: str, now: datetime) -> dict[str, str | None]:
    """Return what the Secret is to remember; a key where there was none ends no overlap of others later."""
    changed: dict[str, str | None] = {}
    had = current(ring)
    if fresh.rotated or any(entry in had for entry in fresh.copied):
        changed[naming.ANNOTATION_ROTATED_AT] = now.astimezone(UTC).isoformat(timespec="seconds")
    if fresh.is_rotation:
        changed[naming.ANNOTATION_ROTATE] = rotate
    if wish.is_locked is not None and wish.is_locked != ring.is_locked:
        changed[naming.ANNOTATION_LOCKED] = LOCKED if wish.is_locked else None
    return changed


def _remembered(wish: Wish, ring: KeyRing | None, rotate: str) -> dict[str, str | None]:
    """Return what the Secret of a network that is off is to remember, so that switching it on has no surprise."""
    changed: dict[str, str | None] = {}
    if ring and rotate not in ("", ring.rotated_for):
        changed[naming.ANNOTATION_ROTATE] = rotate
    if ring and ring.is_locked and wish.is_locked is False:
        changed[naming.ANNOTATION_LOCKED] = None
    return changed


def _seconds(text: str) -> float:
    """Return the time that an annotation tells, since 1970; what somebody made of it otherwise was long ago."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return _LONG_AGO_SECONDS
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
