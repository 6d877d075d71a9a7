# SPDX-License-Identifier: Apache-2.0
"""Kinds, owners, selectors and permissions."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop.objects import owner, permission, selector
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata, OwnerReference
from kubeloop.objects.permission import Permission

SETS = Kind("apps", "v1", "statefulsets", "StatefulSet")
PODS = Kind("", "v1", "pods", "Pod")
NODES = Kind("", "v1", "nodes", "Node", namespaced=False)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (SETS.path("ns", "a"), "/apis/apps/v1/namespaces/ns/statefulsets/a"),
        (SETS.path("ns"), "/apis/apps/v1/namespaces/ns/statefulsets"),
        (SETS.path(), "/apis/apps/v1/statefulsets"),
        (PODS.path("ns", "a", subresource="status"), "/api/v1/namespaces/ns/pods/a/status"),
        (NODES.path("", "n"), "/api/v1/nodes/n"),
        (NODES.path("ignored"), "/api/v1/nodes"),
    ],
)
def test_paths_are_those_of_the_api_server(path, expected):
    """Core and named groups, one and all namespaces, subresources, cluster scope."""
    assert expected == path


def test_metadata_of_a_live_object_is_slim():
    """Unknown fields are skipped, absent ones empty."""
    raw = (
        b'{"name":"a","namespace":"ns","uid":"u","managedFields":[{}],"annotations":{"x":"y"},"deletionTimestamp":"t"}'
    )
    metadata = msgspec.json.decode(raw, type=Metadata)

    assert (Key("ns", "a"), True, {}) == (metadata.key, metadata.is_terminating, metadata.labels)
    assert (str(metadata.key), str(Key("", "a"))) == ("ns/a", "a")


def test_reference_makes_a_controller():
    """What a child carries leads back to its parent."""
    parent = Metadata(name="p", namespace="ns", uid="u")
    child = Metadata(name="c", owner_references=(OwnerReference("v1", "X", "x", "x"), owner.reference(SETS, parent)))
    found = owner.controller_of(child)

    assert found is not None
    assert (
        found.api_version, found.kind, found.name, found.uid, found.block_owner_deletion,
    ) == ("apps/v1", "StatefulSet", "p", "u", True)  # fmt: skip
    assert owner.controller_of(parent) is None


def test_owner_s_version_does_not_matter():
    """The same object is served in several versions."""
    reference = OwnerReference("apps/v1beta1", "StatefulSet", "p", "u")

    assert owner.is_of_kind(reference, SETS)
    assert not owner.is_of_kind(reference, PODS)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (OwnerReference("apps/v1beta1", "StatefulSet", "p", "new"), True),
        (OwnerReference("apps/v1", "StatefulSet", "p", "u"), False),
        (OwnerReference("apps/v1", "StatefulSet", "q", "new"), False),
        (OwnerReference("apps/v1", "Deployment", "p", "new"), False),
        (OwnerReference("v1", "StatefulSet", "p", "new"), False),
    ],
)
def test_namesakes_are_two_objects_with_one_name(other, expected):
    """The same kind and name in whatever version, and another uid."""
    assert expected == owner.are_namesakes(OwnerReference("apps/v1", "StatefulSet", "p", "u"), other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("a=b", True),
        ("a", True),
        ("a!=c", True),
        ("!x", True),
        ("a in (b, c),x notin (y)", True),
        ("a=c", False),
        ("x", False),
        ("!a", False),
        ("a=b,x=y", False),
        ("a notin (b)", False),
    ],
)
def test_selectors_select_as_the_server_does(text, expected):
    """Every operator, and all terms together."""
    assert expected == selector.parse(text)({"a": "b"})


def test_selector_that_is_none_is_refused():
    """With the term that cannot be read."""
    with pytest.raises(ValueError, match="a=b=c"):
        selector.parse("x,a=b=c")


def test_selector_of_labels_selects_them():
    """Sorted, so that it is the same text each time."""
    assert selector.of({"c": "d", "a": "b"}) == "a=b,c=d"


def test_permissions_of_one_resource_are_joined():
    """A Role has one rule per resource."""
    joined = permission.merged(
        [
            permission.on(SETS, *permission.READ),
            permission.on(SETS, *permission.APPLY),
            permission.on(PODS, "get", subresource="status"),
        ]
    )

    assert (
        Permission("", "pods/status", ("get",)),
        Permission("apps", "statefulsets", ("create", "get", "list", "patch", "watch")),
    ) == joined


def test_child_stands_beside_its_parent_and_belongs_to_it():
    """Namespace, labels and controller are set."""
    kind = Kind("example.com", "v1", "parents", "Parent")
    parent = Metadata(name="p", namespace="ns", uid="x")

    child = owner.child_metadata(kind, parent, "p-0", {"a": "b"})

    assert child.key == Key("ns", "p-0")
    assert (child.labels, owner.controller_of(child)) == ({"a": "b"}, owner.reference(kind, parent))
