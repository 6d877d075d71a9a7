# SPDX-License-Identifier: Apache-2.0
"""The store: entries by key and by owner, and what stays known when an entry is replaced."""

from __future__ import annotations

from kubeloop.cache.store import Entry, Settled, Store
from kubeloop.objects.metadata import Key, Metadata, OwnerReference


def entry(name: str = "one", *, owner: str = "", uid: str = "u", digest: bytes = b"", **more) -> Entry[str]:
    """Return an entry."""
    references = (OwnerReference("v1", "Parent", "p", owner, controller=True),) if owner else ()
    metadata = Metadata(name=name, namespace="default", uid=uid, owner_references=references)
    return Entry(metadata, "view", digest, **more)


def test_children_are_found_by_the_uid_of_their_controller():
    """The owner index follows puts, changes of owner and removals."""
    store: Store[str] = Store()
    for name, owner in (("b", "x"), ("a", "x"), ("c", "y"), ("d", "")):
        store.put(entry(name, owner=owner))
    store.put(entry("b", owner="y"))
    store.remove(Key("default", "c"))

    assert [each.metadata.name for each in store.owned_by("x")] == ["a"]
    assert [each.metadata.name for each in store.owned_by("y")] == ["b"]
    assert store.owned_by("z") == ()


def test_owner_that_does_not_control_is_not_indexed():
    """Only controllers count."""
    store: Store[str] = Store()
    metadata = Metadata(name="a", owner_references=(OwnerReference("v1", "Parent", "p", "x"),))
    store.put(Entry(metadata, "view"))

    assert store.owned_by("x") == ()


def test_what_was_settled_stays_known_for_the_same_object_only():
    """A new object of the same name starts without history."""
    store: Store[str] = Store()
    settled = Settled(b"wanted", b"became")
    store.put(entry(settled=settled))
    store.put(entry(digest=b"became"))
    kept = store.get(Key("default", "one"))
    store.put(entry(uid="other", digest=b"became"))
    renewed = store.get(Key("default", "one"))

    assert (settled, None) == (kept and kept.settled, renewed and renewed.settled)


def test_object_is_settled_when_it_is_as_wanted_or_as_it_became():
    """Neither our own digest nor the server's version of it calls for a write; anything else does."""
    settled = Settled(b"wanted", b"became")

    assert entry(digest=b"wanted").is_settled_on(b"wanted")
    assert entry(digest=b"became", settled=settled).is_settled_on(b"wanted")
    assert not entry(digest=b"edited", settled=settled).is_settled_on(b"wanted")
    assert not entry(digest=b"became", settled=settled).is_settled_on(b"wanted anew")


def test_objects_are_found_by_an_indexed_label():
    """The label index follows puts, edits of the label and removals."""
    store: Store[str] = Store(["app"])
    for name, value in (("b", "x"), ("a", "x"), ("c", "y")):
        store.put(Entry(Metadata(name=name, namespace="default", labels={"app": value}), "view"))
    store.put(Entry(Metadata(name="d", namespace="default"), "view"))
    store.put(Entry(Metadata(name="b", namespace="default", labels={"app": "y"}), "view"))
    store.remove(Key("default", "c"))

    assert [each.metadata.name for each in store.labelled("app", "x")] == ["a"]
    assert [each.metadata.name for each in store.labelled("app", "y")] == ["b"]
    assert store.labelled("app", "z") == ()
