# SPDX-License-Identifier: Apache-2.0
"""The monerod container and its arguments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero.types.network import Network
from monero_operator.api import arguments, monerod_flags
from monero_operator.api.v1alpha1.common import Resources
from monero_operator.api.v1alpha1.nodes import Monerod
from monero_operator.desired.pod import monerod
from tests.support import build


def line(**fields):
    """Return a node's arguments as they are written."""
    return [str(argument) for argument in monerod.command_line(build.desired(**fields))]


@pytest.mark.parametrize("network", list(Network))
@pytest.mark.parametrize("dials", [(), ("10.0.0.1",), ("10.0.0.1", "10.0.0.2")])
def test_closed_means_closed(network, dials):
    """On every network a node has somebody to dial or is offline, and asks no name server for anything."""
    written = line(network=network, dials=dials, arguments=())

    exclusive = [f"--add-exclusive-node={address}:{network.ports.p2p}" for address in dials]
    assert (exclusive or ["--offline"]) == written[: max(len(dials), 1)]
    assert {"--check-updates=disabled", "--disable-dns-checkpoints", "--no-igd"} <= set(written)


def as_monerod_reads(words):
    """Return the words that a monerod takes for flags whose every unknown flag takes a value, the next word if need be.

    It stands for any release to come.
    """
    rest, flags = list(words), []
    while rest:
        word = rest.pop(0)
        flags.append(word)
        if word.removeprefix("--") not in monerod_flags.FLAGS and "=" not in word and rest:
            rest.pop(0)
    return flags


@given(
    st.lists(
        st.sampled_from(
            ["--of-2030", "--of-2031", "--of-2032=x", "--no-igd", "--disable-dns-checkpoints", "--regtest"]
        ),
        unique=True,
    ),
    st.sampled_from([(), ("10.0.0.1",)]),
)
def test_no_flag_that_nobody_knows_yet_opens_a_closed_network(words, dials):
    """Whatever it takes as its value, it is none of the arguments that close the network or make it what it is."""
    written = line(dials=dials, arguments=arguments.parse(words).arguments)

    lost = set(written) - set(as_monerod_reads(written))
    assert lost <= {"--of-2030", "--of-2031", "--of-2032=x"}


def test_only_the_restricted_rpc_listens_to_others():
    """The unrestricted one can stop the daemon and start miners."""
    written = line()

    assert {"--rpc-bind-ip=127.0.0.1", "--rpc-restricted-bind-ip=0.0.0.0", "--no-zmq"} <= set(written)


def test_the_chain_of_a_regtest_survives_a_restart():
    """monerod deletes it otherwise; on other networks the flag means nothing."""
    assert "--keep-fakechain" in line()
    assert "--keep-fakechain" not in line(network=Network.STAGENET)


def test_a_user_overrides_a_default():
    """The flag appears once, with the user's value."""
    written = line(arguments=arguments.parse(["--out-peers=8"]).arguments)

    assert [word for word in written if word.startswith("--out-peers")] == ["--out-peers=8"]


def test_zmq_is_published_where_it_is_asked_for():
    """On every address of the pod and on a port of its name; otherwise not at all."""
    asked = monerod.build(build.desired(monerod=Monerod(zmq=True), network=Network.TESTNET))
    ordinary = monerod.build(build.desired(network=Network.TESTNET))

    assert "--zmq-pub=tcp://0.0.0.0:28083" in asked.args
    assert "--no-zmq" not in asked.args
    assert [(port.name, port.container_port) for port in asked.ports] == [
        ("p2p", 28080),
        ("rpc", 28089),
        ("zmq-pub", 28083),
    ]
    assert "--no-zmq" in ordinary.args
    assert [(port.name, port.container_port) for port in ordinary.ports] == [("p2p", 28080), ("rpc", 28089)]


@pytest.mark.parametrize(
    ("wanted", "opts_out"),
    [
        (Resources(), True),
        (Resources({"hugepages-1Gi": "1Gi"}), True),
        (Resources({"hugepages-2Mi": "640Mi"}), False),
        (Resources({}, {"hugepages-2Mi": "640Mi"}), False),
    ],
)
def test_huge_pages_are_used_only_where_they_are_reserved(wanted, opts_out):
    """A daemon that takes pages which its pod did not reserve dies of SIGBUS."""
    built = monerod.build(build.desired(monerod=Monerod(resources=wanted)))

    assert opts_out == (("MONERO_RANDOMX_UMASK", "1") in [(variable.name, variable.value) for variable in built.env])


@pytest.mark.parametrize(
    ("network", "wanted", "requests", "limits"),
    [
        (Network.REGTEST, Resources(), {"cpu": "20m", "memory": "350Mi"}, {}),
        (Network.STAGENET, Resources(), {"cpu": "500m", "memory": "2Gi"}, {}),
        (Network.REGTEST, Resources({"cpu": 1}), {"cpu": "1", "memory": "350Mi"}, {}),
        (Network.REGTEST, Resources({}, {"memory": "256Mi"}), {"cpu": "20m", "memory": "256Mi"}, {"memory": "256Mi"}),
        (
            Network.REGTEST,
            Resources({"hugepages-2Mi": "640Mi"}),
            {"cpu": "20m", "memory": "350Mi", "hugepages-2Mi": "640Mi"},
            {"hugepages-2Mi": "640Mi"},
        ),
        (Network.REGTEST, Resources({}, {"memory": "1024Mi"}), {"cpu": "20m", "memory": "350Mi"}, {"memory": "1Gi"}),
    ],
)
def test_resources_are_the_users_over_defaults_that_fit(network, wanted, requests, limits):
    """Every container requests CPU, and no default request exceeds a limit."""
    built = monerod.build(build.desired(network=network, monerod=Monerod(resources=wanted))).resources

    assert (requests, limits) == (built.requests, built.limits)


def test_monerod_is_given_up_after_five_minutes_and_started_for_an_hour():
    """A busy node is not killed, and a large database may take its time."""
    built = monerod.build(build.desired())

    assert built.liveness_probe.period_seconds * built.liveness_probe.failure_threshold == 300
    assert built.startup_probe.period_seconds * built.startup_probe.failure_threshold == 3600
