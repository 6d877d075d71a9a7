# SPDX-License-Identifier: Apache-2.0
"""Digests: what makes them differ and what does not."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop.cache import digest
from kubeloop.objects.metadata import OwnerReference
from tests.support.greeter import ChildMetadata, ConfigMap

OF = digest.of(("example.com/",))
OWNER = OwnerReference("v1", "Parent", "p", "x", controller=True)
WANTED = ConfigMap(ChildMetadata("one", "default", {"example.com/a": "b"}, (OWNER,)), {"a": "1", "b": "2"})


def changed(**fields) -> ConfigMap:
    """Return the wanted object with other metadata."""
    return msgspec.structs.replace(WANTED, metadata=msgspec.structs.replace(WANTED.metadata, **fields))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (changed(labels={"example.com/a": "b", "theirs": "x"}), "a foreign label"),
        (changed(owner_references=(OWNER, OwnerReference("v1", "Other", "o", "y"))), "an owner that controls nothing"),
        (msgspec.structs.replace(WANTED, data={"b": "2", "a": "1"}), "another order of keys"),
    ],
)
def test_what_is_not_ours_changes_nothing(other, why):
    """Foreign additions and spelling are not drift."""
    assert OF(WANTED) == OF(other), why


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (changed(labels={"example.com/a": "c"}), "an own label"),
        (changed(labels={}), "a missing own label"),
        (changed(owner_references=()), "a missing controller"),
        (msgspec.structs.replace(WANTED, data={"a": "1"}), "a missing key"),
        (msgspec.structs.replace(WANTED, immutable=True), "a field"),
    ],
)
def test_what_is_ours_changes_the_digest(other, why):
    """Each thing that we set is drift when it differs."""
    assert OF(WANTED) != OF(other), why


class NamingMetadata(ChildMetadata, frozen=True, kw_only=True):
    """Metadata that say which labels and annotations are ours, by a label for brevity."""

    annotations: dict[str, str]

    @property
    def named_annotations(self) -> frozenset[str]:
        return frozenset({self.labels.get("example.com/named", "")})

    @property
    def named_labels(self) -> frozenset[str]:
        return self.named_annotations


def test_an_annotation_that_the_metadata_names_is_ours_whatever_its_prefix():
    """A person chose its name; one that is not named is a stranger's."""

    def annotated(**annotations) -> ConfigMap:
        metadata = NamingMetadata("one", "default", {"example.com/named": "chosen"}, (OWNER,), annotations=annotations)
        return ConfigMap(metadata, {})

    assert OF(annotated(chosen="1")) == OF(annotated(chosen="1", theirs="x"))
    assert OF(annotated(chosen="1")) != OF(annotated(chosen="2"))
    assert OF(annotated(chosen="1")) != OF(annotated())


def test_a_label_that_the_metadata_names_is_ours_whatever_its_prefix():
    """A person chose its name, such as the one by which a Prometheus finds its monitors."""

    def labelled(**labels) -> ConfigMap:
        metadata = NamingMetadata("one", "default", {"example.com/named": "chosen"} | labels, (OWNER,), annotations={})
        return ConfigMap(metadata, {})

    assert OF(labelled(chosen="1")) == OF(labelled(chosen="1", theirs="x"))
    assert OF(labelled(chosen="1")) != OF(labelled(chosen="2"))
    assert OF(labelled(chosen="1")) != OF(labelled())


def test_live_object_with_the_server_s_defaults_is_as_wanted():
    """Decoding a live object by the same struct and comparing needs no normalization."""
    live = {
        "metadata": msgspec.to_builtins(WANTED.metadata) | {"uid": "u", "managedFields": []},
        "data": {"a": "1", "b": "2"},
        "immutable": False,
        "status": {"anything": 1},
    }

    assert OF(WANTED) == OF(msgspec.json.decode(msgspec.json.encode(live), type=ConfigMap))


class Annotated(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Metadata with annotations."""

    name: str
    namespace: str
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    owner_references: tuple[OwnerReference, ...] = ()


@pytest.mark.parametrize(
    ("annotations", "is_drift"), [({"example.com/a": "c"}, True), ({}, True), ({"example.com/a": "b", "x": "y"}, False)]
)
def test_own_annotations_count_where_the_struct_has_them(annotations, is_drift):
    """An edited or missing own annotation is drift, a foreign one is not."""
    wanted = ConfigMap(Annotated("one", "default", annotations={"example.com/a": "b"}))
    found = ConfigMap(Annotated("one", "default", annotations=annotations))

    assert (OF(wanted) != OF(found)) == is_drift
