# SPDX-License-Identifier: Apache-2.0
"""`versions.toml`: what it says about real images, and what is refused."""

import copy

import pytest

from images import BuildError, spec

DOCUMENT = {
    "defaults": {"user": "1000:1000", "common_packages": ["base-files"], "drop": ["usr/share/man/*"], "keep": []},
    "images": {
        "tool": {
            "repository": "tool",
            "tag": "1.0",
            "suite": "trixie",
            "packages": ["tool=1.0-1"],
            "drop": ["usr/bin/tool-*"],
            "entrypoint": ["/usr/bin/tool"],
        }
    },
}


def _document(**changes):
    document = copy.deepcopy(DOCUMENT)
    document["images"]["tool"].update(changes)
    return document


def test_defaults_come_with_every_image():
    """Common packages and patterns stand once in the file and hold for each image."""
    image = spec.parse(DOCUMENT)["tool"]

    assert image.packages == ("tool=1.0-1", "base-files")
    assert image.drop == ("usr/share/man/*", "usr/bin/tool-*")
    assert image.package_names == ["tool", "base-files"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tga": "1.0"}, "unknown keys tga"),
        ({"suite": ""}, "suite must be given"),
        ({"packages": ["tool"]}, "PACKAGE=VERSION"),
        ({"floating": True}, "PACKAGE=VERSION"),
        ({"tag": ""}, "give a tag"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(changes, message):
    """The message names the image and the key, so that one look at the file is enough."""
    with pytest.raises(BuildError, match=f"tool.*{message}"):
        spec.parse(_document(**changes))


@pytest.mark.parametrize("user", ["monero", "0:0", "1000", "1000:0"])
def test_an_image_never_runs_as_root(user):
    """Kubernetes can only check `runAsNonRoot` for a number above zero."""
    document = _document()
    document["defaults"]["user"] = user

    with pytest.raises(BuildError, match="numbers above zero"):
        spec.parse(document)


def test_two_images_cannot_share_a_reference():
    """The second would replace the first wherever it is loaded."""
    document = _document()
    document["images"]["other"] = document["images"]["tool"]

    with pytest.raises(BuildError, match=r"tool and other are both called tool:1\.0"):
        spec.parse(document)


def test_selecting_keeps_the_asked_order_once():
    """Repeated names build once; without a name all are meant."""
    images = spec.load()

    assert [image.name for image in spec.select(images, ["xmrig", "monerod", "xmrig"])] == ["xmrig", "monerod"]
    assert [image.name for image in spec.select(images, [])] == list(images)


def test_an_unknown_name_lists_the_known_ones():
    """A typing error is answered with the names there are."""
    with pytest.raises(BuildError, match="no image is called monreod; there are: monerod, "):
        spec.select(spec.load(), ["monreod"])


def test_stable_images_are_pinned_and_only_newest_ones_float():
    """What a release builds tomorrow is what it built today, but for the images that say otherwise."""
    floating = [image.name for image in spec.load().values() if image.floating]

    assert floating == ["monerod-newest", "anonymity-newest"]


def test_the_published_name_is_an_alias_of_the_default_monerod():
    """The predecessor's YAML and the examples run unchanged on the local cluster."""
    aliases = {image.name: image.localkube_alias for image in spec.load().values() if image.localkube_alias}

    assert aliases == {
        "monerod": "docker.io/utxobr/monerod:v0.17.2.0",
        "anonymity": "localhost/anonymity:built",
    }
