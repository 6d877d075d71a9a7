# SPDX-License-Identifier: Apache-2.0
"""What an image archive says of itself, so that no second file has to be kept in step with it."""

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Summary:
    """The digest by which clusters know the image, and the labels that its builder gave it."""

    digest: str
    labels: dict[str, str]


def read(path: Path) -> Summary:
    """Read digest and labels of an archive that this package wrote."""
    with tarfile.open(path) as archive:
        digest = _document(archive, "index.json")["manifests"][0]["digest"]
        manifest = _document(archive, _blob_name(digest))
        config = _document(archive, _blob_name(manifest["config"]["digest"]))
    return Summary(digest, config["config"]["Labels"])


def _document(archive: tarfile.TarFile, name: str) -> dict[str, Any]:
    file = archive.extractfile(name)
    if file is None:
        raise IsADirectoryError(name)
    document: dict[str, Any] = json.load(file)
    return document


def _blob_name(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/')}"
