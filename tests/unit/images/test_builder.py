# SPDX-License-Identifier: Apache-2.0
"""Building: what is made, what is found again, and what callers learn about it."""

import io
import tarfile

import pytest

from images import BuildError, builder, debian, keys, push, wheels


@pytest.fixture
def unpacked(tmp_path, monkeypatch):
    """An empty store, and in place of mmdebstrap a list of the images whose packages were unpacked."""
    names = []

    def write_layer(image, target):
        names.append(image.name)
        with tarfile.open(target, "w") as tar:
            for package in image.package_names:
                status = f"Package: {package}\nVersion: 9.9-{len(names)}\n".encode()
                entry = tarfile.TarInfo(f"var/lib/dpkg/status.d/{package}")
                entry.size = len(status)
                tar.addfile(entry, io.BytesIO(status))

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(debian, "write_layer", write_layer)
    return names


def test_a_built_image_says_what_it_is(unpacked):
    """Everything that loads, applies or lists images is in the answer."""
    built = builder.build(["monerod"])[0]

    assert (built.name, built.reference) == ("monerod", "localhost/monerod:0.18.4.0")
    assert built.versions == {"monero": "9.9-1", "base-files": "9.9-1"}
    assert built.localkube_alias == "docker.io/utxobr/monerod:v0.17.2.0"
    assert built.size_bytes == built.archive.stat().st_size
    assert built.digest.startswith("sha256:")


def test_a_second_build_finds_the_first(unpacked):
    """Nothing is unpacked twice."""
    first, second = builder.build(["xmrig"]), builder.build(["xmrig"])

    assert first == second
    assert unpacked == ["xmrig"]


def test_refresh_takes_the_packages_of_today(unpacked):
    """The recorded version is that of the new build."""
    builder.build(["monerod-newest"])

    refreshed = builder.build(["monerod-newest"], refresh=True)[0]

    assert refreshed.versions["monero"] == "9.9-2"


def test_find_builds_nothing(unpacked):
    """Listing is quick, and says what is missing."""
    built = builder.build(["xmrig"])[0]

    assert builder.find(["xmrig", "monerod"]) == {"xmrig": built, "monerod": None}
    assert unpacked == ["xmrig"]


def test_pushed_images_are_known_by_their_new_name(unpacked, monkeypatch):
    """Pods name the image where it was pushed to; a slash at the end of the registry does no harm."""
    pushed = []
    monkeypatch.setattr(push, "push", lambda *what: pushed.append(what) or "sha256:11")

    built = builder.build(["xmrig"], registry="registry.example.org/monero/")[0]

    assert (built.reference, built.digest) == ("registry.example.org/monero/xmrig:6.22.2", "sha256:11")
    assert pushed == [(built.archive, built.reference)]


def test_progress_names_every_slow_step(unpacked):
    """Whoever waits sees for what."""
    steps = []

    builder.build(["xmrig"], report=steps.append)

    assert steps == [
        "xmrig: unpacking xmrig=6.22.2+dfsg-2 of Debian trixie",
        "xmrig: writing the archive",
    ]


def test_a_failed_image_is_not_found(unpacked, monkeypatch):
    """After an error the next build starts where this one failed."""

    def fail(*_):
        raise BuildError("no mirror")

    monkeypatch.setattr(debian, "write_layer", fail)

    with pytest.raises(BuildError, match="no mirror"):
        builder.build(["xmrig"])
    assert builder.find(["xmrig"]) == {"xmrig": None}


@pytest.fixture
def code(monkeypatch):
    """Python layers that take no time, and the states of our code that the builder will see, one after the other."""
    states = []
    monkeypatch.setattr(keys, "of", lambda _: keys.Keys("a" * 12, "b" * 12, states.pop(0) * 12, "d" * 12))
    monkeypatch.setattr(wheels, "write_dependencies", lambda *call: call[-1].touch())
    monkeypatch.setattr(wheels, "write_distributions", lambda *call: call[-1].touch())
    return states


def test_code_that_changed_while_it_was_built_is_built_again(unpacked, code):
    """Whoever saves a file just then gets an image of what was saved."""
    code += ["0", "1", "1", "1"]

    built = builder.build(["operator"])[0]

    assert built.archive.exists()
    assert code == []


def test_code_that_keeps_changing_is_given_up(unpacked, code):
    """An archive under a tag that belongs to other code would be found again for ever."""
    code += ["0", "1", "2", "3", "4", "5"]

    with pytest.raises(BuildError, match="kept changing"):
        builder.build(["operator"])
    assert code == []
