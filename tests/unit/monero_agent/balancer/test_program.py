# SPDX-License-Identifier: Apache-2.0
"""How Onionbalance is started, and with which constants."""

import json
import sys
import types
from pathlib import Path

import pytest

from monero_agent.balancer import launch, program
from monero_agent.balancer.wanted import Wanted

ONIONS = ("a" * 56 + ".onion", "b" * 56 + ".onion")
WANTED = Wanted("rpc", ONIONS, 30, 15)


def _command(*, is_testing=False):
    return program.command("python3", Path("/run/conf"), Path("/run/control"), WANTED, is_testing=is_testing)


def test_the_intervals_hold_in_every_network():
    """Onionbalance has other constants where the network's periods are short."""
    constants = json.loads(_command()[3])

    told = {name: value for name, value in constants.items() if "FREQUENCY" in name}
    assert told == {
        "FETCH_DESCRIPTOR_FREQUENCY": 30,
        "FETCH_DESCRIPTOR_FREQUENCY_TESTNET": 30,
        "PUBLISH_DESCRIPTOR_CHECK_FREQUENCY": 15,
        "PUBLISH_DESCRIPTOR_CHECK_FREQUENCY_TESTNET": 15,
    }
    assert ("--is-testnet" in _command(), "--is-testnet" in _command(is_testing=True)) == (False, True)


def test_every_key_has_the_same_backends():
    """That before a rotation, too: clients who still use it are let in as before."""
    document = json.loads(program.configuration([Path("/new.key"), Path("/old.key")], ONIONS, Path("/run/status")))

    assert [service["key"] for service in document["services"]] == ["/new.key", "/old.key"]
    assert [[each["address"] for each in service["instances"]] for service in document["services"]] == [[*ONIONS]] * 2
    assert document["status-socket-location"] == "/run/status"


@pytest.fixture
def params(monkeypatch):
    """An Onionbalance with two constants, which remembers its arguments."""
    params = types.SimpleNamespace(FIRST=45, SECOND=600, arguments=[])
    manager = types.SimpleNamespace(main=lambda: params.arguments.extend(sys.argv))
    balancing = types.SimpleNamespace(Onionbalance=types.SimpleNamespace(publish_all_descriptors=print))
    modules = {
        "onionbalance.hs_v3.params": params,
        "onionbalance.hs_v3.onionbalance": balancing,
        "onionbalance.common.util": types.SimpleNamespace(connect_to_control_port=print),
        "onionbalance.manager": manager,
    }
    monkeypatch.setattr(launch.importlib, "import_module", modules.__getitem__)
    monkeypatch.setattr(sys, "argv", [])
    return params


def test_constants_are_changed_before_it_begins(params):
    """The rest is for Onionbalance itself."""
    launch.main(['{"FIRST": 5}', "--socket=/run/control"])

    assert (params.FIRST, params.SECOND) == (5, 600)
    assert params.arguments == ["onionbalance", "--socket=/run/control"]


def test_a_version_without_a_constant_is_not_run(params):
    """It would publish too rarely, and nobody would know."""
    with pytest.raises(SystemExit, match="THIRD"):
        launch.main(['{"THIRD": 5}'])

    assert params.arguments == []


@pytest.mark.parametrize("failures", [2, len(launch.RETRY_SECONDS)])
def test_a_tor_that_cannot_be_met_at_first_is_met_later(monkeypatch, failures):
    """It may just be starting; Onionbalance alone would end, and be started ever more rarely."""
    slept = []
    monkeypatch.setattr(launch.time, "sleep", slept.append)
    answers = [SystemExit(1)] * failures

    def connect(**where):
        if answers:
            raise answers.pop()
        return where

    assert launch.persistent(connect)(tor_socket="it") == {"tor_socket": "it"}
    assert slept == list(launch.RETRY_SECONDS[:failures])


def test_a_tor_that_is_never_met_ends_onionbalance(monkeypatch):
    """Whoever started it tells that then, and tries again."""
    monkeypatch.setattr(launch.time, "sleep", lambda _: None)

    with pytest.raises(SystemExit):
        launch.persistent(sys.exit)(1)


def test_nothing_is_published_before_all_backends_were_seen_or_no_one_waits_any_more(monkeypatch):
    """A descriptor with some of them would take the place of one with all, that of the balancer before."""
    now = [0.0]
    monkeypatch.setattr(launch.time, "monotonic", lambda: now[0])
    seen, unseen = types.SimpleNamespace(descriptor="it"), types.SimpleNamespace(descriptor=None)
    some, every = (
        types.SimpleNamespace(services=[types.SimpleNamespace(instances=instances)])
        for instances in ([seen, unseen], [seen])
    )
    published = []
    publish = launch.patient(published.append)

    publish(some)
    publish(every)
    now[0] = launch.PATIENCE_SECONDS
    publish(some)

    assert published == [every, some]


def test_the_launchers_folder_hides_no_modules():
    """Its neighbors have names that Onionbalance's own modules could have."""
    assert _command()[1] == "-P"
