# SPDX-License-Identifier: Apache-2.0
"""The six verbs as HTTP requests. No I/O."""

from __future__ import annotations

import functools
from typing import NamedTuple
from urllib.parse import quote, urlencode

import msgspec

from kubeloop.client.base import Propagation
from kubeloop.objects.kind import Kind

JSON = "application/json"
APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"
METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"

_SAFE_IN_NAMES = "@:!$&'()*+,;=~"


class Request(NamedTuple):
    """A request; `target` is the path with the query, percent-encoded."""

    method: str
    target: str
    body: bytes | None = None
    content_type: str = ""
    accept: str = JSON

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing, however often it is sent."""
        return self.method == "GET"


class _Preconditions(msgspec.Struct):
    uid: str


class _DeleteOptions(msgspec.Struct, rename="camel", omit_defaults=True):
    propagation_policy: Propagation | None = None
    preconditions: _Preconditions | None = None


def list_(
    kind: Kind, namespace: str | None, *, labels: str, limit: int, continue_token: str, only_metadata: bool
) -> Request:
    """Ask for a page of a collection."""
    query = _query({"limit": str(limit), "labelSelector": labels, "continue": continue_token})
    accept = METADATA_LIST if only_metadata else JSON
    return Request("GET", kind.path(_part(namespace)) + query, accept=accept)


def watch(
    kind: Kind,
    namespace: str | None,
    *,
    labels: str,
    resource_version: str,
    timeout_seconds: int,
    only_metadata: bool,
) -> Request:
    """Ask for what happens after a version."""
    query = _query(
        {
            "watch": "1",
            "allowWatchBookmarks": "true",
            "resourceVersion": resource_version,
            "timeoutSeconds": str(timeout_seconds),
            "labelSelector": labels,
        }
    )
    accept = METADATA if only_metadata else JSON
    return Request("GET", kind.path(_part(namespace)) + query, accept=accept)


def get(kind: Kind, namespace: str, name: str) -> Request:
    """Ask for one object."""
    return Request("GET", _path(kind, namespace, name))


def apply(
    kind: Kind, namespace: str, name: str, body: bytes, *, manager: str, subresource: str, force: bool
) -> Request:
    """Apply on the server."""
    target = _path(kind, namespace, name, subresource) + _apply_query(manager, force=force)
    return Request("PATCH", target, body, APPLY)


def patch(kind: Kind, namespace: str, name: str, body: bytes, *, subresource: str) -> Request:
    """Merge a JSON merge patch."""
    return Request("PATCH", _path(kind, namespace, name, subresource), body, MERGE)


def delete(kind: Kind, namespace: str, name: str, *, uid: str, propagation: Propagation) -> Request:
    """Ask for deletion."""
    options = _DeleteOptions(propagation, _Preconditions(uid) if uid else None)
    return Request("DELETE", _path(kind, namespace, name), msgspec.json.encode(options), JSON)


def _path(kind: Kind, namespace: str, name: str, subresource: str = "") -> str:
    return kind.path(_part(namespace), _part(name), subresource=subresource)


def _part(name: str | None) -> str:
    # A name must not become a query or another path; the server refuses what is left of it.
    return quote(name or "", safe=_SAFE_IN_NAMES)


def _query(parameters: dict[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in parameters.items() if value})


@functools.lru_cache(maxsize=32)
def _apply_query(manager: str, *, force: bool) -> str:
    return _query({"fieldManager": manager, "force": "true" if force else "false"})
