# SPDX-License-Identifier: Apache-2.0
"""Archives are recognized, and the notes about what is loaded stay true."""

import pytest

from localkube import images, oci
from localkube.errors import LocalkubeError


@pytest.fixture
def binaries(tmp_path):
    """A folder with the programs of the base images."""
    for name in ("pause", "coredns"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_base_images_lie_beside_their_programs(binaries):
    """Both archives are written under the names that nodes and manifests use."""
    images.write_base(binaries)

    names = [images.identify(archive).reference for archive in images.base(binaries)]
    assert names == ["localhost/pause:1", images.COREDNS]


def test_archive_is_known_by_its_digest(binaries):
    """The digest is the one that the writer returned."""
    layer = oci.layer_of_files(binaries / "layer.tar", {"/pause": binaries / "pause"})
    digest = oci.write_archive(binaries / "a.tar", reference="localhost/a:1", layers=[layer])

    found = images.identify(binaries / "a.tar", ["b:1"])
    assert found == images.Image(binaries / "a.tar", digest, "localhost/a:1", ("b:1",))


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\0" * 10240])
def test_other_files_are_refused(tmp_path, content):
    """What is no archive with a name in it is said to be none."""
    (tmp_path / "a.tar").write_bytes(content)

    with pytest.raises(LocalkubeError, match="no OCI archive"):
        images.identify(tmp_path / "a.tar")


def test_missing_archive_is_refused(tmp_path):
    """A wrong path is explained, not traced."""
    with pytest.raises(LocalkubeError, match=r"missing\.tar"):
        images.identify(tmp_path / "missing.tar")


def test_moved_name_makes_the_old_note_untrue(tmp_path):
    """When a name goes to a new image, the old one has to be loaded again to get it back."""
    (tmp_path / "sha256-old").write_text("localhost/a:1\nalias:1")
    (tmp_path / "sha256-other").write_text("localhost/b:1")

    images._forget_names(tmp_path, {"localhost/a:1"})

    assert [path.name for path in tmp_path.iterdir()] == ["sha256-other"]
