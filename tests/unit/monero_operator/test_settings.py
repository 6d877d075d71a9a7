# SPDX-License-Identifier: Apache-2.0
"""The operator's settings."""

import argparse

import pytest

from monero_operator import settings
from monero_operator.settings import Images, Settings


def parse(words: list[str], environ: dict[str, str]) -> Settings:
    """Return the settings of a command line."""
    parser = argparse.ArgumentParser()
    settings.declare(parser, environ)
    return settings.chosen(parser.parse_args(words))


def test_nothing_set_is_the_defaults():
    """An operator starts without a single flag."""
    assert Settings() == parse([], {})


def test_a_flag_beats_its_variable_and_a_variable_the_default():
    """The nearer word counts."""
    environ = {"MONERO_OPERATOR_MONEROD_IMAGE": "from-env", "MONERO_OPERATOR_EXPORTER_IMAGE": "exporter"}

    given = parse(["--monerod-image", "from-flag"], environ)

    assert Images("from-flag", "exporter") == given.images


def test_everything_can_be_set_by_variable():
    """A Deployment may set all of it in its environment."""
    environ = {
        "MONERO_OPERATOR_WATCH_NAMESPACE": "labs",
        "MONERO_OPERATOR_LEASE_NAMESPACE": "operators",
        "MONERO_OPERATOR_METRICS_PORT": "9080",
        "MONERO_OPERATOR_HEALTH_PORT": "9081",
        "MONERO_OPERATOR_LOG_FORMAT": "json",
        "MONERO_OPERATOR_POLL_INTERVAL": "2.5s",
        "MONERO_OPERATOR_WORKERS": "2",
        "MONERO_OPERATOR_RUNBOOKS_URL": "https://example.org/alerts/",
    }

    expected = Settings(
        watch_namespace="labs",
        lease_namespace="operators",
        metrics_port=9080,
        health_port=9081,
        log_format="json",
        poll_interval_seconds=2.5,
        workers=2,
        runbooks_url="https://example.org/alerts",
    )
    assert expected == parse([], environ)


@pytest.mark.parametrize(
    "environ",
    [
        {"MONERO_OPERATOR_WORKERS": "0"},
        {"MONERO_OPERATOR_WORKERS": "many"},
        {"MONERO_OPERATOR_METRICS_PORT": "65536"},
        {"MONERO_OPERATOR_POLL_INTERVAL": "60s"},
        {"MONERO_OPERATOR_POLL_INTERVAL": "0s"},
        {"MONERO_OPERATOR_POLL_INTERVAL": "soon"},
        {"MONERO_OPERATOR_LOG_FORMAT": "xml"},
        {"MONERO_OPERATOR_RUNBOOKS_URL": "docs/how-to/alerts"},
    ],
)
def test_a_wrong_value_ends_with_a_sentence_that_names_the_flag(environ, capsys):
    """The environment is checked like the command line."""
    with pytest.raises(SystemExit):
        parse([], environ)

    variable = next(iter(environ)).removeprefix("MONERO_OPERATOR_").lower().replace("_", "-")
    assert f"--{variable}" in capsys.readouterr().err.splitlines()[-1]
