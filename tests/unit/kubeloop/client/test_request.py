# SPDX-License-Identifier: Apache-2.0
"""The six verbs as HTTP requests."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop.client import request
from kubeloop.objects.kind import Kind

POD = Kind("", "v1", "pods", "Pod")
STATEFUL_SET = Kind("apps", "v1", "statefulsets", "StatefulSet")


@pytest.mark.parametrize(("force", "expected"), [(True, "true"), (False, "false")])
def test_apply_names_its_manager(force, expected):
    """Both parameters are always said; a manager's name may need encoding."""
    sent = request.apply(STATEFUL_SET, "ns", "one", b"{}", manager="us & them", subresource="status", force=force)

    path = "/apis/apps/v1/namespaces/ns/statefulsets/one/status"
    assert sent == ("PATCH", f"{path}?fieldManager=us+%26+them&force={expected}", b"{}", request.APPLY, request.JSON)


def test_list_says_what_was_asked_and_no_more():
    """Parameters that are not set are left out."""
    plain = request.list_(POD, None, labels="", limit=7, continue_token="", only_metadata=False)
    full = request.list_(POD, "ns", labels="a=b,c", limit=7, continue_token="x/y=", only_metadata=True)

    assert (plain.target, plain.accept) == ("/api/v1/pods?limit=7", "application/json")
    assert full.target == "/api/v1/namespaces/ns/pods?limit=7&labelSelector=a%3Db%2Cc&continue=x%2Fy%3D"
    assert "as=PartialObjectMetadataList;" in full.accept


def test_watch_asks_for_bookmarks():
    """They keep the version fresh and the connection alive."""
    sent = request.watch(POD, "ns", labels="", resource_version="7", timeout_seconds=60, only_metadata=True)

    assert sent.target.endswith("/pods?watch=1&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=60")
    assert "as=PartialObjectMetadata;" in sent.accept


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("system:node", "system:node"), ("a?force=true", "a%3Fforce=true"), ("a#b", "a%23b"), ("a b\n", "a%20b%0A"),
        ("a/status", "a%2Fstatus"), ("%2F", "%252F"),
    ],
)  # fmt: skip
def test_name_stays_a_name(name, expected):
    """What no object is called must not become a query or a header."""
    sent = request.get(POD, "ns", name)

    assert sent.target == f"/api/v1/namespaces/ns/pods/{expected}"


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        ("", {"propagationPolicy": "Orphan"}),
        ("u", {"propagationPolicy": "Orphan", "preconditions": {"uid": "u"}}),
    ],
)
def test_deletion_may_be_of_one_very_object(uid, expected):
    """With a uid another object of that name is safe."""
    sent = request.delete(POD, "ns", "one", uid=uid, propagation="Orphan")

    assert (sent.method, msgspec.json.decode(sent.body)) == ("DELETE", expected)


def test_only_reads_are_reads():
    """The permit is asked for everything else."""
    sent = [
        request.get(POD, "ns", "one"),
        request.patch(POD, "ns", "one", b"{}", subresource=""),
        request.delete(POD, "ns", "one", uid="", propagation="Background"),
    ]

    assert [each.is_read for each in sent] == [True, False, False]
