# SPDX-License-Identifier: Apache-2.0
"""The verbs of the command line."""

import io

import pytest
import yaml

from monero_operator import __version__, app, settings
from monero_operator.cli import commands, definitions

NETWORK = """
kind: MoneroNetwork
apiVersion: utxo.com.br/v1alpha1
metadata: {name: regtest}
spec: {template: {spec: {monerod: {args: [--regtest]}}}}
"""
IMAGES = {"MONERO_OPERATOR_MONEROD_IMAGE": "monerod:1", "MONERO_OPERATOR_EXPORTER_IMAGE": "operator:1"}


def test_without_a_verb_the_help_names_them_all(capsys):
    """Whoever types the bare command learns what there is."""
    assert commands.main([], {}) == 0

    shown = capsys.readouterr().out
    assert [verb for verb in ("run", "render", "crds", "version") if verb not in shown] == []


def test_version_is_that_of_the_package(capsys):
    """One line and nothing else."""
    assert commands.main(["version"], {}) == 0

    assert f"{__version__}\n" == capsys.readouterr().out


def test_crds_are_those_that_are_installed(capsys):
    """Every definition, as one YAML stream."""
    assert commands.main(["crds"], {}) == 0

    assert definitions.definitions() == list(yaml.safe_load_all(capsys.readouterr().out))


def test_run_hands_over_what_was_set(monkeypatch):
    """By flag or by variable."""
    given = []

    async def run(chosen: settings.Settings) -> None:
        given.append(chosen)

    monkeypatch.setattr(app, "run", run)

    assert commands.main(["run", "--workers", "2"], IMAGES) == 0

    assert [settings.Settings(images=settings.Images("monerod:1", "operator:1"), workers=2)] == given


def test_run_ends_with_a_sentence_when_it_cannot_go_on(monkeypatch, capsys):
    """No traceback for a port that is taken."""

    async def run(_: settings.Settings) -> None:
        raise OSError("the port is taken")

    monkeypatch.setattr(app, "run", run)

    assert commands.main(["run"], {}) == 1

    assert capsys.readouterr().err == "monero-operator: the port is taken\n"


def test_render_prints_children_and_says_what_is_wrong_with_the_rest(tmp_path, monkeypatch, capsys):
    """Several files, one of them standard input; one wrong document costs the others nothing but the exit code."""
    (tmp_path / "good.yaml").write_text(NETWORK)
    monkeypatch.setattr("sys.stdin", io.StringIO("kind: MoneroNetwork\napiVersion: utxo.com.br/v9\n"))

    code = commands.main(["render", "-f", "-", "-f", str(tmp_path / "good.yaml")], IMAGES)

    printed = capsys.readouterr()
    names = {(each["kind"], each["metadata"]["name"]) for each in yaml.safe_load_all(printed.out)}
    assert code == 1
    assert {("StatefulSet", f"regtest-{ordinal}") for ordinal in range(3)} <= names
    assert printed.err.startswith("monero-operator: standard input, document 1: is a MoneroNetwork of utxo.com.br/v9")


def test_render_passes_over_what_is_not_the_operators(tmp_path, capsys):
    """A manifest holds the Secret that a resource names; its content is not printed."""
    secret = "kind: Secret\napiVersion: v1\nmetadata: {name: wallet}\nstringData: {address: 4hush}\n---"
    (tmp_path / "mixed.yaml").write_text(secret + NETWORK)

    code = commands.main(["render", "-f", str(tmp_path / "mixed.yaml")], IMAGES)

    printed = capsys.readouterr()
    assert code == 0
    assert "is a Secret of v1, which is not the operator's: passed over" in printed.err
    assert "4hush" not in printed.out + printed.err


def test_render_needs_a_file(capsys):
    """What is missing is named."""
    with pytest.raises(SystemExit) as ended:
        commands.main(["render"], {})

    assert ended.value.code == 2
    assert "--filename" in capsys.readouterr().err
