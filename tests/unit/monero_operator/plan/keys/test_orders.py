# SPDX-License-Identifier: Apache-2.0
"""What is ordered for the Secret of one network, and that carrying it out leaves nothing to order."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kubeloop.objects.metadata import OwnerReference
from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import KeyRetention, Tor
from monero_operator.api.v1alpha1.common import SecretReference
from monero_operator.desired.parent import Parent
from monero_operator.facts import KeyRing, Keys
from monero_operator.keys import entries, onion
from monero_operator.naming import OwnerKind
from monero_operator.plan.actions import KeyDrop, KeyOrder
from monero_operator.plan.keys import orders
from monero_operator.plan.keys.wishes import Wish

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
OWNER = OwnerReference(api_version="v1", kind="MoneroNodeSet", name="n", uid="uid-n", controller=True)
PARENT = Parent(OwnerKind.NODE_SET, "n", "ns", OWNER)
NEEDED = ("rpc", "rpc-0", "rpc-1", "p2p-0", "p2p-1")
KEYS = tuple(onion.make(bytes([number]) * 32) for number in range(1, 9))
FORM = entries.TOR

Files = dict[str, bytes]


def wish(*, needed: tuple[str, ...] = NEEDED, is_used: bool = True, is_locked: bool | None = None, **spec: Any) -> Wish:
    """Return a wish for keys of Tor."""
    return Wish(network="tor", settings=Tor(**spec), is_used=is_used, entries=needed, is_locked=is_locked)


OWN = SecretReference("mine")


def files_of(**keys: bytes) -> Files:
    """Return the files of a Secret with these keys by entry (`rpc_0` for `rpc-0`)."""
    named = {name.replace("_", "-"): key for name, key in keys.items()}
    return {name: content for name, content in entries.changes(FORM, {}, named).items() if content is not None}


def ring(files: Mapping[str, bytes], **fields: Any) -> KeyRing:
    """Return what is seen of a Secret of ours."""
    found = msgspec.structs.asdict(entries.read(FORM, files))
    return KeyRing(
        **{"name": "n-tor", "uid": "s", "version": "7", "is_ours": True, "owner_uid": "uid-n"} | found | fields
    )


def given_ring(files: Mapping[str, bytes]) -> KeyRing:
    """Return what is seen of a Secret of a user's own."""
    found = msgspec.structs.asdict(entries.read_given(FORM, files))
    return KeyRing(**{"name": "mine", "uid": "m", "version": "3"} | found)


def giving(files: Mapping[str, bytes]) -> Keys:
    """Return what is known of a complete Secret, and of a user's own."""
    return Keys(served=COMPLETE, given=given_ring(files))


ALL = dict(zip(NEEDED, KEYS, strict=False))
COMPLETE = ring(files_of(**ALL))


def decide(
    wished: Wish, keys: Keys, rotate: str = "", now: datetime = NOW, *, is_settled: bool = True
) -> KeyOrder | KeyDrop | None:
    """Decide for the set `n`."""
    return orders.decide(PARENT, wished, keys, rotate, now, is_settled=is_settled)


def ordered(wished: Wish, keys: Keys, rotate: str = "", now: datetime = NOW) -> KeyOrder:
    """Return an order that must be there."""
    order = decide(wished, keys, rotate, now)
    assert isinstance(order, KeyOrder)
    return order


def test_everything_is_made_where_nothing_is() -> None:
    """With the annotation as it is: who was asked for a rotation before there were keys has had it."""
    order = ordered(wish(), Keys(), rotate="first")

    assert (order.uid, order.make, order.owner) == ("", NEEDED, OWNER)
    assert order.labels == naming.key_labels(OwnerKind.NODE_SET, "n", "tor")
    assert order.annotations == {naming.ANNOTATION_ROTATE: "first"}


@pytest.mark.parametrize(
    ("why", "wished", "keys", "rotate"),
    [
        ("everything is there", wish(), Keys(served=COMPLETE), ""),
        ("more is there than is needed", wish(needed=("rpc",)), Keys(served=COMPLETE), ""),
        ("that rotation was granted", wish(), Keys(served=ring(files_of(**ALL), rotated_for="x")), "x"),
        ("a rotation is not undone", wish(), Keys(served=ring(files_of(**ALL), rotated_for="x")), ""),
        ("it cannot be read", wish(), Keys(because="forbidden"), "x"),
        ("it is a stranger's", wish(), Keys(served=ring(files_of(), is_ours=False)), "x"),
        ("it is off and keys stay", wish(is_used=False), Keys(served=COMPLETE), ""),
        (
            "it is off and left open which way is open",
            wish(is_used=False),
            Keys(served=ring(files_of(**ALL), is_locked=True)),
            "",
        ),
        ("it is off and was never on", wish(is_used=False), Keys(), "x"),
        ("the user's Secret is not there", wish(secret_ref=OWN), Keys(), ""),
        ("there is no key in it", wish(secret_ref=OWN), Keys(given=given_ring({"note": b"mine"})), ""),
        ("it is still not there", wish(secret_ref=OWN), Keys(served=COMPLETE), "x"),
        ("it is copied", wish(secret_ref=OWN), giving(files_of(rpc=KEYS[0])), ""),
        ("it is bad", wish(secret_ref=OWN), giving({"rpc.secret_key": b"x"}), ""),
        (
            "it would be a twin",
            wish(secret_ref=OWN),
            giving(files_of(rpc=KEYS[1])),
            "",
        ),
        ("it was locked before", wish(is_locked=True), Keys(served=ring(files_of(**ALL), is_locked=True)), ""),
        ("nobody knows whether it is locked", wish(), Keys(served=ring(files_of(**ALL), is_locked=True)), ""),
    ],
)
def test_nothing_is_ordered(why: str, wished: Wish, keys: Keys, rotate: str) -> None:
    """The sentences of the cases say why."""
    assert decide(wished, keys, rotate) is None, why


def test_a_missing_entry_is_made_and_a_bad_one_is_not_replaced() -> None:
    """Whoever wants another key deletes the entry."""
    files = files_of(rpc=KEYS[0], rpc_0=KEYS[1], p2p_0=KEYS[2]) | {"rpc-1.secret_key": b"bad"}

    assert ordered(wish(), Keys(served=ring(files))).make == ("p2p-1",)


def test_a_rotation_is_of_all_keys_also_of_nodes_that_are_away_and_bad_ones() -> None:
    """Otherwise a leaked key would come back with its node."""
    files = files_of(rpc=KEYS[0], p2p_0=KEYS[1], p2p_7=KEYS[2]) | {"rpc-0.secret_key": b"bad"}

    order = ordered(wish(needed=("rpc", "p2p-0"), overlap="10m"), Keys(served=ring(files)), rotate="leaked")

    assert set(order.make) == {"rpc", "p2p-0", "p2p-7", "rpc-0"}
    assert order.keeps_previous
    assert order.annotations[naming.ANNOTATION_ROTATE] == "leaked"


@pytest.mark.parametrize(("asked", "expected"), [("rpc:again", {"rpc"}), ("i2p:again", set())])
def test_a_rotation_is_of_what_its_value_names(asked: str, expected: set[str]) -> None:
    """It is remembered also where it is about something else, so that it is news only once."""
    was = ring(files_of(rpc=KEYS[0], rpc_0=KEYS[1]), rotated_for="before", rotated_at="once")

    order = ordered(wish(needed=("rpc", "rpc-0")), Keys(served=was), rotate=asked)

    assert set(order.make) == expected
    assert order.annotations[naming.ANNOTATION_ROTATE] == asked
    assert (naming.ANNOTATION_ROTATED_AT in order.annotations) == bool(expected)


def test_a_copied_key_counts_as_a_rotation_where_it_replaces_one() -> None:
    """What an entry gets first replaces no address."""
    first = ordered(wish(needed=("rpc",), secret_ref=OWN), Keys(given=given_ring(files_of(rpc=KEYS[6]))))
    next_ = ordered(wish(needed=("rpc",), secret_ref=OWN), giving(files_of(rpc=KEYS[6])))

    assert (first.copy, first.annotations) == (("rpc",), {})
    assert (next_.copy, next_.annotations.keys()) == (("rpc",), {naming.ANNOTATION_ROTATED_AT})


def test_a_rotation_without_overlap_keeps_nothing() -> None:
    """Also what an earlier one with overlap has left."""
    files = files_of(rpc=KEYS[0]) | {"rpc.secret_key.previous": KEYS[1]}

    order = ordered(wish(needed=("rpc",)), Keys(served=ring(files, rotated_at=NOW.isoformat())), rotate="x")

    assert (order.make, order.keeps_previous, order.retire) == (("rpc",), False, ("rpc.previous",))


@pytest.mark.parametrize(
    ("rotated_at", "expected"),
    [
        (NOW.isoformat(), ()),
        ((NOW - timedelta(minutes=9)).isoformat(), ()),
        ((NOW - timedelta(minutes=10)).isoformat(), ("rpc.previous",)),
        ("2026-05-04T11:00:00", ("rpc.previous",)),
        ("some day", ("rpc.previous",)),
        ("", ("rpc.previous",)),
    ],
)
def test_an_old_key_goes_when_its_time_is_over(rotated_at: str, expected: tuple[str, ...]) -> None:
    """A time that nobody can read is over."""
    files = files_of(rpc=KEYS[0]) | {"rpc.secret_key.previous": KEYS[1]}
    order = decide(wish(needed=("rpc",), overlap="10m"), Keys(served=ring(files, rotated_at=rotated_at)))

    assert (order.retire if isinstance(order, KeyOrder) else ()) == expected


@pytest.mark.parametrize(
    ("overlap", "rotated_at", "left_seconds"),
    [
        ("99999999h", NOW.isoformat(), 30 * 24 * 3600.0),
        ("9" * 31 + "h", NOW.isoformat(), 30 * 24 * 3600.0),
        ("1h", "9999-12-31T23:59:59+00:00", 3600.0),
        ("1h", "9999-12-31T23:59:59-23:59", 3600.0),
        ("1h", (NOW - timedelta(minutes=45)).isoformat(), 900.0),
    ],
)
def test_an_overlap_ends_whatever_somebody_wrote(overlap: str, rotated_at: str, left_seconds: float) -> None:
    """An order that cannot be computed would leave the whole set as it is, without a word."""
    its = ring(files_of(rpc=KEYS[0]) | {"rpc.secret_key.previous": KEYS[1]}, rotated_at=rotated_at)

    assert orders.seconds_of_overlap(wish(overlap=overlap), its, NOW) == left_seconds
    assert decide(wish(needed=("rpc",), overlap=overlap), Keys(served=its)) is None


def test_what_was_rotated_before_there_were_calendars_is_over() -> None:
    """A time before all times, in any zone, is a time."""
    its = ring({}, rotated_at="0001-01-01T00:00:00+14:00")

    assert orders.seconds_of_overlap(wish(overlap="1h"), its, NOW) < 0


def test_a_node_that_is_added_keeps_no_old_key_alive() -> None:
    """The overlap of the others is counted from their rotation."""
    was = ring(files_of(rpc=KEYS[0]), rotated_at="2026-05-04T11:55:00+00:00")

    order = ordered(wish(needed=("rpc", "p2p-0"), overlap="10m"), Keys(served=was))

    assert (order.make, order.annotations) == (("p2p-0",), {})


def test_a_secret_that_is_off_remembers_what_was_asked_meanwhile() -> None:
    """Switched on again nothing is rotated and nothing is locked that its user has undone."""
    was = ring(files_of(**ALL), is_locked=True)

    order = ordered(wish(is_used=False, is_locked=False), Keys(served=was), rotate="x")

    assert (order.make, order.annotations) == ((), {naming.ANNOTATION_ROTATE: "x", naming.ANNOTATION_LOCKED: None})


def test_an_old_key_goes_with_the_entry_that_it_stood_beside() -> None:
    """Whoever deletes an entry wants that address gone, and the one before it too."""
    files = {"rpc.secret_key.previous": KEYS[1]}
    order = ordered(wish(needed=("rpc",), overlap="10m"), Keys(served=ring(files, rotated_at=NOW.isoformat())))

    assert (order.make, order.retire) == (("rpc",), ("rpc.previous",))


def test_keys_of_a_user_are_copied_where_they_are_needed_and_never_rotated() -> None:
    """Those of entries that nobody needs stay where they are."""
    theirs = given_ring(files_of(rpc=KEYS[6], p2p_0=KEYS[7], p2p_5=KEYS[5]))
    order = ordered(
        wish(secret_ref=OWN, overlap="1h"),
        Keys(served=ring(files_of(**ALL | {"p2p-0": KEYS[7]})), given=theirs),
        rotate="x",
    )

    assert order.copy == ("rpc",)
    assert set(order.make) == {"rpc-0", "rpc-1", "p2p-1"}
    assert (order.given, order.given_version, order.keeps_previous) == ("mine", "3", True)


def test_a_bad_key_of_a_user_holds_back_its_own_entry_only() -> None:
    """No address appears that was not wanted, and no node waits for another's key."""
    order = ordered(wish(secret_ref=OWN), Keys(given=given_ring({"rpc.secret_key": b"bad"})))

    assert "rpc" not in order.make
    assert set(order.make) == set(NEEDED) - {"rpc"}


@pytest.mark.parametrize(
    ("policy", "owner_uid", "expected"),
    [("Delete", "", OWNER), ("Retain", "uid-n", None)],
)
def test_the_owner_follows_the_policy(policy: str, owner_uid: str, expected: OwnerReference | None) -> None:
    """Also while it is off: what is kept goes with its set, or not, as is said now."""
    retention = KeyRetention(when_deleted=policy)  # type: ignore[arg-type]  # one of its words
    for is_used in (True, False):
        order = ordered(
            wish(retention_policy=retention, is_used=is_used),
            Keys(served=ring(files_of(**ALL), owner_uid=owner_uid)),
        )
        assert (order.owner, order.make, order.annotations) == (expected, (), {})


def test_switched_off_keys_that_are_not_to_stay_are_dropped() -> None:
    """It is that very Secret that goes, when no pod is left that serves by it."""
    gone = wish(is_used=False, retention_policy=KeyRetention(when_disabled="Delete"))

    assert decide(gone, Keys(served=COMPLETE)) == KeyDrop("n-tor", "s")
    assert decide(gone, Keys(served=COMPLETE), is_settled=False) is None


@pytest.mark.parametrize(("was", "expected"), [(True, None), (False, "true")])
def test_the_lock_is_remembered_and_forgotten(was: bool, expected: str | None) -> None:
    """It is one annotation, and no key changes for it."""
    order = ordered(wish(is_locked=not was), Keys(served=ring(files_of(**ALL), is_locked=was)))

    assert order.annotations == {naming.ANNOTATION_LOCKED: expected}
    assert order.make == ()


CONTENT = st.sampled_from([*KEYS[:3], b"bad", None])
MANY = st.fixed_dictionaries(dict.fromkeys((*NEEDED, "rpc.previous", "p2p-9"), CONTENT))
RETENTIONS = st.builds(KeyRetention, when_deleted=st.sampled_from(["Delete", "Retain"]))
WISHES = st.builds(
    wish,
    needed=st.just(("rpc", "rpc-0", "p2p-0")),
    secret_ref=st.sampled_from([None, OWN]),
    overlap=st.sampled_from(["0s", "10m"]),
    retention_policy=RETENTIONS,
    is_locked=st.sampled_from([None, True, False]),
)


@settings(max_examples=100, deadline=None)
@given(WISHES, MANY, st.none() | MANY, st.sampled_from(["", "x"]), st.sampled_from(["", "uid-n"]))
def test_what_is_ordered_is_enough_and_loses_no_good_key(
    wished: Wish,
    there: dict[str, bytes | None],
    own: dict[str, bytes | None] | None,
    rotate: str,
    owner_uid: str,
) -> None:
    """Whatever is in the Secrets: soon there is nothing to do, and a good key went for a reason only.

    A second order is needed where a user gives one entry the key that another has until it is rotated.
    """
    files = {FORM.file(entry): key for entry, key in there.items() if key is not None}
    theirs = {FORM.file(entry): key for entry, key in own.items() if key is not None} if own is not None else None
    given_keys = given_ring(theirs) if theirs is not None and wished.given else None
    before = ring(files, owner_uid=owner_uid)

    order = decide(wished, Keys(served=before, given=given_keys), rotate)
    if not isinstance(order, KeyOrder):
        return
    after = seen(order, files, theirs or {}, before)

    files = left_of(order, files, theirs or {})
    again = decide(wished, Keys(served=after, given=given_keys), rotate)
    if isinstance(again, KeyOrder):
        assert again.make == ()
        assert decide(wished, Keys(served=seen(again, files, theirs or {}, after), given=given_keys), rotate) is None
    for entry, address in before.addresses.items():
        is_current = not entry.endswith(entries.PREVIOUS)
        if is_current and entry not in order.copy and rotate == "":
            assert after.addresses[entry] == address
    if wished.overlap_seconds and rotate:
        assert all(
            after.addresses[f"{entry}.previous"] == before.addresses[entry]
            for entry in order.make
            if entry in before.addresses
        )


def left_of(order: KeyOrder, files: Files, theirs: Files) -> Files:
    """Return the files of a Secret when an order was carried out."""
    fresh = (FORM.make(bytes([number]) * 32) for number in itertools.count(100))
    new = {entry: next(fresh) for entry in order.make} | {entry: theirs[FORM.file(entry)] for entry in order.copy}
    changed = entries.changes(
        FORM, files, new, keeps_previous=order.keeps_previous, named=order.name, retired=order.retire
    )
    return {name: content for name, content in (files | changed).items() if content is not None}


def seen(order: KeyOrder, files: Files, theirs: Files, before: KeyRing) -> KeyRing:
    """Return what is seen of it then."""
    said = order.annotations
    locked = said.get(naming.ANNOTATION_LOCKED, "true" if before.is_locked else None)
    return ring(
        left_of(order, files, theirs),
        owner_uid=order.owner.uid if order.owner else "",
        rotated_for=said.get(naming.ANNOTATION_ROTATE) or before.rotated_for,
        rotated_at=said.get(naming.ANNOTATION_ROTATED_AT) or before.rotated_at,
        is_locked=locked is not None,
    )
