# SPDX-License-Identifier: Apache-2.0
"""Keys: a change reaches the parts that it concerns, and no others."""

import dataclasses

import pytest

from images import keys, spec

IMAGES = spec.load()


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A copy of what the operator's keys read, to be changed by the test."""
    part = IMAGES["operator"].python
    for name in part.distributions:
        package = tmp_path / "packages" / name
        (package / "src").mkdir(parents=True)
        (package / "pyproject.toml").write_text('[project]\nversion = "1.0"\n')
        (package / "README.md").write_text("")
    (tmp_path / "requirements").mkdir()
    (tmp_path / part.requirements).write_text("aiohttp==1")
    monkeypatch.setattr(keys, "REPOSITORY", tmp_path)
    monkeypatch.setattr(keys, "_recipe", lambda *modules: " ".join(module.__name__ for module in modules))
    return tmp_path


def _changed(before, after):
    return {field.name for field in dataclasses.fields(before)} - {
        name for name, key in dataclasses.asdict(before).items() if getattr(after, name) == key
    }


def test_a_line_of_code_leaves_the_slow_layers_alone(repository):
    """A code change rebuilds in seconds, and gets a tag of its own."""
    image = IMAGES["operator"]
    before = keys.of(image)
    (repository / "packages/kubeloop/src/queue.py").write_text("changed")

    after = keys.of(image)

    assert _changed(before, after) == {"distributions", "image"}
    assert keys.tag(image, before) != keys.tag(image, after)


def test_changed_pins_leave_debian_and_our_code_alone(repository):
    """Only the layer of dependencies, and the image around it, are made anew."""
    before = keys.of(IMAGES["operator"])
    (repository / "requirements/operator.txt").write_text("aiohttp==2")

    assert _changed(before, keys.of(IMAGES["operator"])) == {"dependencies", "image"}


def test_without_pins_there_is_no_layer_of_dependencies(repository):
    """A program of the standard library, such as the agent, has its own code and nothing else."""
    part = dataclasses.replace(IMAGES["operator"].python, requirements="")

    of_it = keys.of(dataclasses.replace(IMAGES["operator"], python=part))

    assert (of_it.dependencies, bool(of_it.distributions)) == ("", True)


def test_changed_packages_reach_everything_above(repository):
    """Compiled Python belongs to the Python below it."""
    image = IMAGES["operator"]
    after = keys.of(dataclasses.replace(image, packages=("python3=3.14", "base-files")))

    assert _changed(keys.of(image), after) == {"debian", "dependencies", "distributions", "image"}


def test_a_changed_entrypoint_makes_no_layer(repository):
    """It is written down beside the layers, not in them."""
    image = IMAGES["xmrig"]

    assert _changed(keys.of(image), keys.of(dataclasses.replace(image, entrypoint=("/bin/x",)))) == {"image"}


def test_tags_of_debian_images_stand_in_the_file(repository):
    """People write them in manifests, so they never change by themselves."""
    assert keys.tag(IMAGES["monerod"], keys.of(IMAGES["monerod"])) == "0.18.4.0"


def test_the_operators_tag_starts_with_its_version(repository):
    """A person sees the version, a cluster sees that the content changed."""
    found = keys.of(IMAGES["operator"])

    assert keys.tag(IMAGES["operator"], found) == f"1.0-{found.image}"
