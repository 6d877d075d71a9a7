# SPDX-License-Identifier: Apache-2.0
"""Wheels become files of the image: unpacked content, launchers, and the pip calls that fetch them."""

import zipfile
from pathlib import Path

import pytest

from images import BuildError, wheels
from images.spec import PythonPart

PART = PythonPart("3.13", "requirements/operator.txt", ("monero-operator",))


def _wheel(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_wheel_is_unpacked_with_its_metadata(tmp_path):
    """Programs find versions of what is installed by the metadata."""
    wheel = _wheel(tmp_path / "thing.whl", {"thing.py": "", "thing-1.0.dist-info/METADATA": ""})

    wheels.unpack(wheel, tmp_path / "site")

    found = {str(path.relative_to(tmp_path / "site")) for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert found == {"thing.py", "thing-1.0.dist-info/METADATA"}


def test_a_wheel_with_files_for_other_places_is_refused(tmp_path):
    """Unpacking it would silently put headers or scripts among the modules."""
    wheel = _wheel(tmp_path / "thing.whl", {"thing-1.0.data/scripts/thing": ""})

    with pytest.raises(BuildError, match=r"thing\.whl has files for other places"):
        wheels.unpack(wheel, tmp_path / "site")


def test_console_scripts_become_launchers_for_the_images_python(tmp_path):
    """The first line names the Python of the image, not the one that built it."""
    metadata = tmp_path / "site/thing-1.0.dist-info/entry_points.txt"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("[console_scripts]\nthing = thing.__main__:main\n\n[other]\nplugin = thing:plugin\n")

    wheels.write_launchers(tmp_path / "site", tmp_path / "bin")

    launcher = tmp_path / "bin/thing"
    assert [path.name for path in (tmp_path / "bin").iterdir()] == ["thing"]
    assert launcher.read_text().startswith("#!/usr/bin/python3\n")
    assert "from thing.__main__ import main\n\nsys.exit(main())\n" in launcher.read_text()
    assert launcher.stat().st_mode & 0o777 == 0o755


def test_dependencies_are_fetched_with_hashes_for_the_images_python():
    """Neither another Python nor an unpinned or changed wheel gets in."""
    command = wheels.download_command(PART, Path("pins.txt"), Path("wheels"))

    assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} <= set(command)
    assert command[command.index("--python-version") + 1] == "3.13"


def test_our_packages_are_built_without_an_index():
    """A changed line of code needs no network."""
    assert {"--no-deps", "--no-build-isolation"} <= set(wheels.build_command([Path("thing")], Path("wheels")))


def test_compiled_files_are_no_sources(tmp_path):
    """Running the tests does not change the operator's tag."""
    package = tmp_path / "src/thing"
    (package / "__pycache__").mkdir(parents=True)
    (package / "__pycache__/thing.cpython-313.pyc").write_text("")
    (package / "thing.py").write_text("")

    names = [path.name for path in wheels.source_files(tmp_path)]

    assert names == ["pyproject.toml", "README.md", "thing.py"]


def test_the_version_is_the_projects(tmp_path):
    """The operator's tag starts with it."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')

    assert wheels.version(tmp_path) == "1.2.3"
