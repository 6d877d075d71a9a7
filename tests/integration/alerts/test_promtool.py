# SPDX-License-Identifier: Apache-2.0
"""The rules' own tests, which promtool runs, and that no rule is without one."""

import json
from collections.abc import Callable
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


@pytest.mark.parametrize(("of", "component"), [(groups.of_nodes, "node"), (groups.of_miners, "miner")])
def test_a_set_that_nobody_scrapes_is_told(
    of: Callable[[Terms], groups.Groups], component: str, tmp_path: Path
) -> None:
    """Pods that do not exist have no metrics, and a monitor without the right label is as silent."""
    terms = Terms(matchers={"namespace": "a", "set": "b"}, is_scraped=True)
    (tmp_path / "rules.yaml").write_text(json.dumps({"groups": of(terms)}))
    up = f'up{{job="{terms.exporter_job}",namespace="a",component="{component}",instance="b-0"'
    firing = 'count by (alertname, namespace, set) (ALERTS{alertstate="firing",alertname="MoneroNotScraped"})'
    told = [{"labels": '{alertname="MoneroNotScraped",namespace="a",set="b"}', "value": 1}]
    case = {
        "interval": "1m",
        "input_series": [
            {"series": up + ',set="b"}', "values": "1+0x10 stale"},
            {"series": up + ',set="another"}', "values": "1+0x40"},
        ],
        "promql_expr_test": [
            {"expr": firing, "eval_time": "24m"},
            {"expr": firing, "eval_time": "30m", "exp_samples": told},
        ],
    }
    (tmp_path / "test.yaml").write_text(json.dumps({"rule_files": ["rules.yaml"], "tests": [case]}))
    done = prometheus.promtool("test", "rules", "test.yaml", folder=tmp_path)

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
