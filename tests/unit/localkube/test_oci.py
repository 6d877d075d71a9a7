# SPDX-License-Identifier: Apache-2.0
"""OCI archives: their layout, their digests, and that equal input gives equal bytes."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from localkube import oci

REFERENCE = "localhost/thing:1.0"


def _layer(directory: Path, name: str = "layer.tar", content: bytes = b"hello") -> Path:
    source = directory / f"{name}.source"
    source.write_bytes(content)
    return oci.layer_of_files(directory / name, {"opt/greeting": source})


def _files(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}


def _manifest_and_config(archive: Path) -> tuple[dict, dict]:
    files = _files(archive)
    digest = json.loads(files["index.json"])["manifests"][0]["digest"]
    manifest = json.loads(files[_blob(digest)])
    return manifest, json.loads(files[_blob(manifest["config"]["digest"])])


def _blob(digest: str) -> str:
    return f"blobs/sha256/{digest.removeprefix('sha256:')}"


def test_every_blob_is_named_by_its_digest(tmp_path):
    """A reader that verifies digests accepts the archive."""
    oci.write_archive(tmp_path / "a.tar", reference=REFERENCE, layers=[_layer(tmp_path)])

    blobs = {name: content for name, content in _files(tmp_path / "a.tar").items() if name.startswith("blobs/")}

    assert {f"blobs/sha256/{hashlib.sha256(content).hexdigest()}" for content in blobs.values()} == set(blobs)
    assert len(blobs) == 3


def test_the_returned_digest_is_the_manifests(tmp_path):
    """Callers compare the returned digest with what containerd reports."""
    digest = oci.write_archive(tmp_path / "a.tar", reference=REFERENCE, layers=[_layer(tmp_path)])

    index = json.loads(_files(tmp_path / "a.tar")["index.json"])

    assert [digest] == [manifest["digest"] for manifest in index["manifests"]]


def test_containerd_finds_the_full_name(tmp_path):
    """The full name is for containerd's import, the tag alone for other readers."""
    oci.write_archive(tmp_path / "a.tar", reference=REFERENCE, layers=[_layer(tmp_path)])

    index = json.loads(_files(tmp_path / "a.tar")["index.json"])

    expected = {"io.containerd.image.name": REFERENCE, "org.opencontainers.image.ref.name": "1.0"}
    assert expected == index["manifests"][0]["annotations"]


def test_the_config_says_what_runs_and_as_whom(tmp_path):
    """Entrypoint, environment, user and labels arrive in the image's config."""
    oci.write_archive(
        tmp_path / "a.tar",
        reference=REFERENCE,
        layers=[_layer(tmp_path)],
        entrypoint=["/bin/thing", "--loud"],
        env={"LANG": "C.UTF-8", "PATH": "/bin"},
        user="1000:1000",
        labels={"version": "1.0"},
    )

    _, config = _manifest_and_config(tmp_path / "a.tar")

    expected = {
        "Entrypoint": ["/bin/thing", "--loud"],
        "Env": ["LANG=C.UTF-8", "PATH=/bin"],
        "Labels": {"version": "1.0"},
        "User": "1000:1000",
    }
    assert expected == config["config"]


def test_layers_keep_their_order_and_diff_ids(tmp_path):
    """The lowest layer comes first, and an uncompressed layer's diff id is its digest."""
    below = _layer(tmp_path, "below.tar", b"below")
    above = _layer(tmp_path, "above.tar", b"above")
    oci.write_archive(tmp_path / "a.tar", reference=REFERENCE, layers=[below, above])

    manifest, config = _manifest_and_config(tmp_path / "a.tar")

    expected = [f"sha256:{hashlib.sha256(layer.read_bytes()).hexdigest()}" for layer in (below, above)]
    assert expected == config["rootfs"]["diff_ids"]
    assert expected == [layer["digest"] for layer in manifest["layers"]]


def test_equal_input_gives_equal_bytes(tmp_path):
    """Nothing of the clock, the user or the order of arguments reaches the archive."""
    first, second = tmp_path / "first", tmp_path / "second"
    for directory, names in ((first, ("A", "B")), (second, ("B", "A"))):
        directory.mkdir()
        variables = dict.fromkeys(names, "1")
        oci.write_archive(
            directory / "a.tar", reference=REFERENCE, layers=[_layer(directory)], env=variables, labels=variables
        )

    assert (first / "a.tar").read_bytes() == (second / "a.tar").read_bytes()


def test_an_image_without_layers_is_refused(tmp_path):
    """An empty image would only fail later, at start, with a worse message."""
    with pytest.raises(ValueError, match="no layers"):
        oci.write_archive(tmp_path / "a.tar", reference=REFERENCE, layers=[])


def test_a_failed_write_keeps_the_old_archive(tmp_path):
    """Readers see a complete archive or the one before, and no litter stays behind."""
    archive = tmp_path / "out" / "a.tar"
    oci.write_archive(archive, reference=REFERENCE, layers=[_layer(tmp_path)])
    before = archive.read_bytes()

    with pytest.raises(FileNotFoundError):
        oci.write_archive(archive, reference=REFERENCE, layers=[tmp_path / "missing.tar"])

    assert before == archive.read_bytes()
    assert [archive] == list(archive.parent.iterdir())


def test_layer_entries_are_sorted_and_owned_by_root(tmp_path):
    """A layer carries content, names and the executable bit, and nothing else of this machine."""
    program, text = tmp_path / "program", tmp_path / "text"
    program.write_bytes(b"#!")
    program.chmod(0o700)
    text.write_bytes(b"words")
    text.chmod(0o640)
    layer = oci.layer_of_files(tmp_path / "layer.tar", {"/usr/bin/program": program, "/etc/text": text})

    with tarfile.open(layer) as tar:
        seen = [(entry.name, entry.mode, entry.uid, entry.gid, entry.uname, entry.mtime) for entry in tar]

    expected = [("etc/text", 0o644, 0, 0, "", 0), ("usr/bin/program", 0o755, 0, 0, "", 0)]
    assert expected == seen
