# SPDX-License-Identifier: Apache-2.0
"""The mmdebstrap call: what is asked for, and what is done inside the tree."""

from pathlib import Path

import pytest

from images import BuildError, debian, spec

IMAGES = spec.load()
TREE = Path("/somewhere/tree.tar")


def test_the_pinned_packages_are_asked_for():
    """The version of `versions.toml` is what apt is asked for, in the right suite."""
    command = debian.command(IMAGES["monerod-bookworm"], TREE)

    assert "--include=monero=0.18.0.0+~0+20200826-1+deb12u1,base-files" in command
    assert command[-2:] == ["bookworm", "/somewhere/tree.tar"]


def test_packages_are_never_configured():
    """Without maintainer scripts an image needs no shell."""
    assert "--variant=extract" in debian.command(IMAGES["xmrig"], TREE)


def test_only_python_images_compile():
    """Compiling needs the Python inside the tree."""
    compiling = [name for name, image in IMAGES.items() if "compileall" in " ".join(debian.command(image, TREE))]

    assert compiling == ["operator", "anonymity", "anonymity-newest"]
    assert " /usr/lib/python3.13" in " ".join(debian.command(IMAGES["operator"], TREE))


def test_an_index_past_its_date_is_accepted_only_where_the_file_says_so():
    """Stable suites keep apt's own rule against replayed indexes."""
    late = {name: [o for o in debian.command(image, TREE) if "ValidTime" in o] for name, image in IMAGES.items()}

    accepting = ['--aptopt=Acquire::Min-ValidTime "5184000"']
    assert {name: options for name, options in late.items() if options} == {
        "monerod-newest": accepting,
        "anonymity-newest": accepting,
    }


def test_building_without_root_is_refused_at_once(monkeypatch, tmp_path):
    """The message comes before the first download."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(BuildError, match="needs root: run the same command as root"):
        debian.write_layer(IMAGES["xmrig"], tmp_path / "layer.tar")
