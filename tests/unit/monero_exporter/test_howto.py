# SPDX-License-Identifier: Apache-2.0
"""docs/how-to/run-the-exporter.md gives the exporter flags that it knows, and Prometheus what the rules look for."""

import re
import shlex
from pathlib import Path

import yaml

from monero_exporter import settings
from monero_operator.desired.rules.terms import Terms

PAGE = (Path(__file__).resolve().parents[3] / "docs/how-to/run-the-exporter.md").read_text()


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_unit_says_what_the_exporter_understands(tmp_path: Path) -> None:
    """On loopback, with publications and a login that systemd hands over."""
    unit = "".join(_blocks("ini"))
    (tmp_path / "rpc-login").write_text("me:secret\n")
    arguments = shlex.split(re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)[0])[1:]
    variables = dict(each.split("=", 1) for each in re.findall(r"^Environment=(.*)$", unit, re.MULTILINE))
    read = settings.parse(arguments, {name: value.replace("%d", str(tmp_path)) for name, value in variables.items()})

    assert read.bind == ("127.0.0.1", 9000)
    assert read.zmq_address == "tcp://127.0.0.1:18083"
    assert read.login is not None
    assert read.login.username == "me"


def test_prometheus_is_told_what_the_rules_look_for() -> None:
    """The job's name, and a rule file that the page has copied there."""
    (config,) = map(yaml.safe_load, _blocks("yaml"))

    assert [job["job_name"] for job in config["scrape_configs"]] == [Terms().exporter_job]
    assert config["rule_files"] == ["rules/nodes.yaml"]
    assert "/etc/prometheus/rules deploy/observability/rules/nodes.yaml" in PAGE
