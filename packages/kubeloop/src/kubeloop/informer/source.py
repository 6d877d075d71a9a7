# SPDX-License-Identifier: Apache-2.0
"""What an informer watches, and how an object becomes an entry of its cache."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from kubeloop import errors
from kubeloop.cache.store import Entry
from kubeloop.client.base import UNREADABLE
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata

REPLAY_SECONDS = 36_000.0
"""Every ten hours, as controller-runtime does."""

MAX_SHARED_TEXTS = 50_000
"""Beyond it sharing starts anew; those that are shared already stay so."""

T = TypeVar("T")
V = TypeVar("V")


@dataclasses.dataclass(frozen=True, slots=True)
class Source(Generic[T, V]):
    """A kind, and what of it is kept.

    `type` decodes a live object and names only the fields that matter; `view` is the part of it that the cache keeps,
    as small as may be; `digest` is what drift is measured by. Without `namespace`, all namespaces are watched. The
    store finds objects by the values of `indexed_labels`. With `only_metadata` the server sends nothing else: for
    kinds whose content must not be read, such as Secrets. Every `replay_seconds`, a tenth more or less, handlers are
    told of all that is there; no request is made for it. A kind that `is_optional` may be missing, and come and go.
    """

    kind: Kind
    type: type[T]
    view: Callable[[T], V]
    digest: Callable[[T], bytes] | None = None
    labels: str = ""
    namespace: str | None = None
    indexed_labels: tuple[str, ...] = ()
    only_metadata: bool = False
    replay_seconds: float = REPLAY_SECONDS
    is_optional: bool = False


def of(kind: Kind, type_: type[T], *, labels: str = "", namespace: str | None = None) -> Source[T, T]:
    """Return a source whose cache keeps all that the struct names: for custom resources, which have small structs."""
    return Source(kind, type_, view=lambda decoded: decoded, labels=labels, namespace=namespace)


class _Partial(msgspec.Struct):
    metadata: Metadata


class Decoder(Generic[T, V]):
    """Turns the bytes of an object into an entry."""

    def __init__(self, source: Source[T, V]) -> None:
        self._source = source
        self._partial: msgspec.json.Decoder[_Partial] = msgspec.json.Decoder(_Partial)
        self._whole: msgspec.json.Decoder[T] = msgspec.json.Decoder(source.type)

    def metadata(self, raw: msgspec.Raw | bytes) -> Metadata:
        """Return the metadata of an object; without them nothing can be known of it."""
        try:
            return self._partial.decode(raw).metadata
        except UNREADABLE as error:
            raise errors.Undecodable(f"an object of {self._source.kind.plural} has no metadata: {error}") from error

    def entry(self, raw: msgspec.Raw | bytes) -> Entry[V]:
        """Return the entry of an object; one that does not fit the struct keeps its metadata and the reason."""
        try:
            decoded = self._whole.decode(raw)
            digest = self._source.digest(decoded) if self._source.digest else b""
            return Entry(_shared(self._metadata_of(decoded, raw)), self._source.view(decoded), digest)
        except errors.Undecodable:
            raise
        except Exception as error:  # noqa: BLE001 - the caller's functions too: one strange object must not stop the rest
            return Entry(_shared(self.metadata(raw)), None, error=f"{type(error).__name__}: {error}")

    def _metadata_of(self, decoded: T, raw: msgspec.Raw | bytes) -> Metadata:
        # A struct of the caller's own may say less than the cache needs, or more than it should keep.
        found = getattr(decoded, "metadata", None)
        return found if type(found) is Metadata else self.metadata(raw)


def _shared(metadata: Metadata) -> Metadata:
    """Let what many objects say be in memory once: it is a third of what a cache takes."""
    own = msgspec.structs.force_setattr
    own(metadata, "namespace", _one(metadata.namespace))
    for key, value in metadata.labels.items():
        metadata.labels[key] = _one(value)
    for reference in metadata.owner_references:
        for name in ("api_version", "kind", "name", "uid"):
            own(reference, name, _one(getattr(reference, name)))
    return metadata


_texts: dict[str, str] = {}


def _one(text: str) -> str:
    """Return the same object for equal texts, as `sys.intern` does, which in Python 3.12 keeps them for ever."""
    if len(_texts) > MAX_SHARED_TEXTS:
        _texts.clear()
    return _texts.setdefault(text, text)


AnySource = Source[Any, Any]
