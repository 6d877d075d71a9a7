# SPDX-License-Identifier: Apache-2.0
"""The sidecars of Tor and I2P, and the step before them that sets packet rules."""

import pytest

from monero_agent import __main__ as command
from monero_agent import options
from monero_operator.api.v1alpha1.anonymity import ConfigMapReference, I2p, Tor
from monero_operator.api.v1alpha1.common import Resources
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from monero_operator.desired.pod import agent, template
from tests.support import build

EXTRA = ConfigMapReference("own")
BOTH = Anonymity(tor=OnTor(image="tor:1", spec=Tor()), i2p=OnI2p(image="i2p:1", spec=I2p()))
FENCED = Anonymity(tor=OnTor(image="tor:1", spec=Tor(), is_locked=True, is_fenced=True))


def pod(anonymity=BOTH, **fields):
    """Return the pod of a node set's nodes."""
    return template.build(build.desired(**{"ordinal": None, "anonymity": anonymity} | fields)).spec


def sidecars(built):
    """Return the containers that run the agent for good."""
    return [each for each in built.init_containers if each.name in ("tor", "i2p")]


def test_nothing_of_them_can_keep_monerod_from_running_or_serving():
    """They start before it and are not waited for, their liveness is their own, and no volume is needed."""
    built = pod()

    for container in sidecars(built):
        assert container.restart_policy == "Always"
        assert (container.startup_probe, container.readiness_probe) == (None, None)
        assert container.liveness_probe.http_get.path == "/healthz"
    assert all((each.secret or each.config_map).optional for each in built.volumes if not each.empty_dir)


def test_they_fit_the_restricted_level_as_a_user_of_their_own():
    """By whom packet rules tell what they send from what monerod sends."""
    for container in sidecars(pod()):
        security = container.security_context
        assert security.run_as_user == 1001
        assert security.read_only_root_filesystem
        assert not security.allow_privilege_escalation
        assert security.capabilities.drop == ("ALL",)
        assert security.capabilities.add == ()


def test_keys_and_documents_are_whole_directories():
    """Kubernetes never brings a change to a single file that is mounted."""
    for container in sidecars(pod()):
        paths = {mount.mount_path: mount for mount in container.volume_mounts}
        assert not any(paths[path].sub_path for path in (agent.KEYS_PATH, agent.CONFIG_PATH))


@pytest.mark.parametrize(
    ("ordinal", "expected"),
    [
        (0, [{"rpc.secret_key", "rpc-0.secret_key", "p2p-0.secret_key"}, {"rpc.dat", "p2p-0.dat"}]),
        (3, [{"rpc-3.secret_key", "p2p-3.secret_key"}, {"rpc.dat", "p2p-3.dat"}]),
    ],
)
def test_a_node_of_a_network_finds_no_key_of_another(ordinal, expected):
    """But the shared one, where it serves by it: of I2P each does, of Tor only the first, while it is alone."""
    volumes = {each.name: each.secret for each in pod(ordinal=ordinal).volumes}

    for name, current in zip(("tor-keys", "i2p-keys"), expected, strict=True):
        found = [item.key for item in volumes[name].items]
        assert current | {f"{key}.previous" for key in current} == set(found)
        assert [item.path for item in volumes[name].items] == found


def test_the_nodes_of_a_set_find_the_keys_of_all():
    """They have one template, and no entry is chosen by ordinal in one."""
    assert [each.secret.items for each in pod().volumes if each.secret] == [(), ()]


def test_what_must_survive_is_on_the_nodes_volume_and_what_must_not_is_in_memory():
    """Guards and a router's identity; keys that were unpacked."""
    built = pod()
    volumes = {each.name: each for each in built.volumes}

    for container in sidecars(built):
        paths = {mount.mount_path: mount for mount in container.volume_mounts}
        assert (paths["/data"].name, paths["/data"].sub_path) == ("data", "anonymity")
        assert volumes[paths["/run/monero-agent"].name].empty_dir.medium == "Memory"


@pytest.mark.parametrize("reference", [None, EXTRA])
def test_a_persons_file_is_mounted_where_one_is_named(reference):
    """From a ConfigMap that the operator does not own."""
    on = Anonymity(tor=OnTor(image="tor:1", spec=Tor(config_map_ref=reference)))

    (tor,) = sidecars(pod(on))

    assert (reference is not None) == any(mount.mount_path == agent.EXTRA_PATH for mount in tor.volume_mounts)


@pytest.mark.parametrize(("ordinal", "expected"), [(None, "--ordinal=$(ordinal)"), (3, "--ordinal=3")])
def test_each_knows_its_ordinal(ordinal, expected):
    """Nodes of a set share a template, and learn it from their pod; those of a network do not."""
    tor, _ = sidecars(pod(ordinal=ordinal))

    assert tor.args[1] == expected
    assert (ordinal is None) == bool(tor.env)


@pytest.mark.parametrize("verb", ["tor", "i2p"])
def test_the_agent_looks_where_its_pod_has_things(verb):
    """The operator gives it no path: defaults on both sides are the same."""
    (container,) = [each for each in sidecars(pod(ordinal=3)) if each.name == verb]

    given = options.of(command._parser().parse_args(container.args))

    assert given.ordinal == 3
    assert {str(path) for path in (given.config, given.keys, given.run, given.data)} == {
        mount.mount_path for mount in container.volume_mounts
    }
    assert str(given.extra) == agent.EXTRA_PATH
    assert given.port == container.liveness_probe.http_get.port


def test_only_the_step_that_sets_packet_rules_has_a_privilege():
    """It ends before anything else begins, and is there only where it is asked for."""
    first, *others = pod(FENCED).init_containers

    assert (first.name, first.restart_policy) == ("fence", "")
    assert first.args == ("fence", "--user=1001")
    assert first.security_context.capabilities.add == ("NET_ADMIN",)
    assert first.security_context.run_as_user == 0
    assert [each for each in others if each.security_context.capabilities.add] == []
    assert "fence" not in [each.name for each in pod().init_containers]


def test_the_agent_takes_what_that_step_says():
    """A word that it did not know would keep every pod from starting."""
    given = command._parser().parse_args(pod(FENCED).init_containers[0].args)

    assert given.user == [1001]


def test_what_the_user_reserves_counts():
    """Beside our defaults."""
    on = Anonymity(tor=OnTor(image="tor:1", spec=Tor(resources=Resources({"memory": "256Mi"}, {"cpu": "1"}))))

    reserved = sidecars(pod(on))[0].resources

    assert reserved.requests == agent.REQUESTS["tor"] | {"memory": "256Mi"}
    assert reserved.limits == {"cpu": "1"}


def test_a_node_without_them_is_as_it_was():
    """No volume, no container, no argument."""
    assert template.build(build.desired()) == template.build(build.desired(anonymity=Anonymity()))
