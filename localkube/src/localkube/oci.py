# SPDX-License-Identifier: Apache-2.0
"""Container images as OCI archives: one tar file that containerd, skopeo and podman read.

Layers are plain tar files, stored as they are, so that a layer's digest is its diff id.
The same input always gives the same bytes; nothing here runs a program or needs root.
"""

import contextlib
import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO

_LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar"
_CONFIG_TYPE = "application/vnd.oci.image.config.v1+json"
_MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
_INDEX_TYPE = "application/vnd.oci.image.index.v1+json"

_DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_NOTHING: Mapping[str, str] = MappingProxyType({})

_Json = dict[str, object]


def write_archive(
    path: Path,
    *,
    reference: str,
    layers: Sequence[Path],
    entrypoint: Sequence[str] = (),
    env: Mapping[str, str] = _NOTHING,
    user: str = "",
    labels: Mapping[str, str] = _NOTHING,
) -> str:
    """Write an image of these layers, lowest first, and return its manifest digest.

    Containerd imports it under `reference`, a full name such as `localhost/monerod:1`.
    """
    if not layers:
        raise ValueError(f"image {reference} has no layers: give at least one tar file")
    settings: _Json = {
        "Env": [f"{name}={value}" for name, value in sorted({"PATH": _DEFAULT_PATH, **env}.items())],
        "Entrypoint": list(entrypoint),
        "User": user,
        "Labels": dict(sorted(labels.items())),
    }
    with _new_tar(path) as archive:
        added = {layer: _add_layer(archive, layer) for layer in dict.fromkeys(layers)}
        descriptors = [added[layer] for layer in layers]
        config = _add_json(archive, _CONFIG_TYPE, _config(settings, descriptors))
        manifest = _add_json(archive, _MANIFEST_TYPE, _manifest(config, descriptors))
        _add_bytes(archive, "index.json", _encode(_index(manifest, reference)))
        _add_bytes(archive, "oci-layout", _encode({"imageLayoutVersion": "1.0.0"}))
    return str(manifest["digest"])


def layer_of_files(path: Path, files: Mapping[str, Path]) -> Path:
    """Write a layer that holds each source file at its target path, and return `path`.

    Parent directories are left to whoever unpacks the layer: an entry for `bin` would replace
    the symbolic link `bin -> usr/bin` of the layer below.
    """
    with _new_tar(path) as layer:
        for target, source in sorted(files.items()):
            _add_file(layer, target.lstrip("/"), source)
    return path


@contextlib.contextmanager
def _new_tar(path: Path) -> Iterator[tarfile.TarFile]:
    """A tar that appears at `path` complete or, after an error, not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as directory:
        unfinished = Path(directory, path.name)
        with tarfile.open(unfinished, "w", format=tarfile.PAX_FORMAT) as tar:
            yield tar
        unfinished.replace(path)


def _add_layer(archive: tarfile.TarFile, layer: Path) -> _Json:
    with layer.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        size = content.tell()
        content.seek(0)
        _add(archive, _blob_name(digest), size, content)
    return _descriptor(_LAYER_TYPE, digest, size)


def _add_json(archive: tarfile.TarFile, media_type: str, document: _Json) -> _Json:
    content = _encode(document)
    digest = hashlib.sha256(content).hexdigest()
    _add_bytes(archive, _blob_name(digest), content)
    return _descriptor(media_type, digest, len(content))


def _add_file(tar: tarfile.TarFile, name: str, source: Path) -> None:
    status = source.stat()
    mode = 0o755 if status.st_mode & 0o100 else 0o644
    with source.open("rb") as content:
        _add(tar, name, status.st_size, content, mode)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    _add(tar, name, len(content), io.BytesIO(content))


def _add(tar: tarfile.TarFile, name: str, size: int, content: IO[bytes], mode: int = 0o644) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = mode
    tar.addfile(entry, content)


def _config(settings: _Json, layers: Sequence[_Json]) -> _Json:
    diff_ids = [layer["digest"] for layer in layers]
    return {
        "architecture": "amd64",
        "os": "linux",
        "config": settings,
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
    }


def _manifest(config: _Json, layers: Sequence[_Json]) -> _Json:
    return {"schemaVersion": 2, "mediaType": _MANIFEST_TYPE, "config": config, "layers": list(layers)}


def _index(manifest: _Json, reference: str) -> _Json:
    annotations = {
        "io.containerd.image.name": reference,
        "org.opencontainers.image.ref.name": reference.rpartition(":")[2],
    }
    return {"schemaVersion": 2, "mediaType": _INDEX_TYPE, "manifests": [{**manifest, "annotations": annotations}]}


def _descriptor(media_type: str, digest: str, size: int) -> _Json:
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": size}


def _blob_name(digest: str) -> str:
    return f"blobs/sha256/{digest}"


def _encode(document: _Json) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
