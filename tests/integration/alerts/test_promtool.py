# SPDX-License-Identifier: Apache-2.0
"""The rules' own tests, which promtool runs, and that no rule is without one."""

from pathlib import Path

import pytest
import yaml

from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Terms
from tests.support import prometheus

FOLDER = Path(__file__).resolve().parents[3] / "deploy/observability"
TESTS = sorted((FOLDER / "tests").glob("*.yaml"))
RULES = [path for path in sorted((FOLDER / "rules").glob("*.yaml")) if path.stem != "kustomization"]


@pytest.mark.parametrize("file", RULES, ids=lambda path: path.stem)
def test_prometheus_accepts_the_rules(file: Path) -> None:
    """Expressions and sentences can be parsed, and no rule is there twice."""
    done = prometheus.promtool("check", "rules", str(file))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "duplicate" not in done.stdout


@pytest.mark.parametrize("file", TESTS, ids=lambda path: path.stem)
def test_the_rules_do_what_their_tests_say(file: Path) -> None:
    """Each alert fires in its trouble, and not in what looks like it."""
    done = prometheus.promtool("test", "rules", file.name, folder=FOLDER / "tests")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("pace", [0.005, 1])
def test_rules_of_one_set_are_accepted(pace: float, tmp_path: Path) -> None:
    """What the operator makes for one set, and what tests make for a short time, is as good."""
    terms = Terms(matchers={"namespace": "a", "set": "b"}, pace=pace)
    config = prometheus.write_config(tmp_path, {}, [*groups.of_nodes(terms), *groups.of_miners(terms)])
    done = prometheus.promtool("check", "config", str(config))

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_tested() -> None:
    """Each alert is expected to fire somewhere."""
    expected = "\n".join(
        str(case.get("exp_samples", "")) + str(case.get("alertname", ""))
        for file in TESTS
        for test in yaml.safe_load(file.read_text())["tests"]
        for case in (*test.get("promql_expr_test", ()), *test.get("alert_rule_test", ()))
    )
    rules = [rule for file in RULES for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]

    assert {rule["alert"] for rule in rules if "alert" in rule and rule["alert"] not in expected} == set()
