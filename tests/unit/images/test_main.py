# SPDX-License-Identifier: Apache-2.0
"""The command: tables for people, JSON for programs, errors without a traceback."""

import json
from pathlib import Path

from images import BuildError, Built, builder
from images.__main__ import as_json, as_table, main

BUILT = Built(
    "tool", "localhost/tool:1", Path("/somewhere/tool.tar"), "sha256:00", 1_500_000, {"tool": "1-1"}, "docker.io/a/b:1"
)


def test_json_has_every_field_by_name_of_the_image():
    """Programs find the archive to load and the reference to apply."""
    assert json.loads(as_json({"tool": BUILT, "other": None})) == {
        "tool": {
            "name": "tool",
            "reference": "localhost/tool:1",
            "archive": "/somewhere/tool.tar",
            "digest": "sha256:00",
            "size_bytes": 1_500_000,
            "versions": {"tool": "1-1"},
            "localkube_alias": "docker.io/a/b:1",
        },
        "other": None,
    }


def test_the_table_shows_sizes_and_what_is_not_built():
    """Each line says either what there is or how to get it."""
    built, missing = as_table({"tool": BUILT, "other": None}).splitlines()

    assert built.split(maxsplit=3)[:3] == ["tool", "1.5", "MB"]
    assert built.endswith("localhost/tool:1  (tool 1-1)")
    assert missing.endswith("not built: python -m images build other")


def test_an_error_goes_to_standard_error_alone(monkeypatch, capsys):
    """Whoever reads JSON from standard output never reads half a message."""

    def fail(*_, **__):
        raise BuildError("no mirror")

    monkeypatch.setattr(builder, "build", fail)

    code = main(["build", "--json"])

    assert (code, *capsys.readouterr()) == (1, "", "images: no mirror\n")


def test_options_reach_the_builder(monkeypatch, capsys):
    """Names, registry and refresh arrive as given; progress stays off standard output."""
    seen = {}

    def build(names, *, report, **options):
        seen.update(options, names=names)
        report("a step")
        return [BUILT]

    monkeypatch.setattr(builder, "build", build)

    code = main(["build", "tool", "--push", "registry.example.org", "--refresh", "--json"])

    output, progress = capsys.readouterr()
    assert (code, seen) == (0, {"names": ["tool"], "registry": "registry.example.org", "refresh": True})
    assert list(json.loads(output)) == ["tool"]
    assert "a step" in progress
