# SPDX-License-Identifier: Apache-2.0
"""The Deployment that publishes the onion of all nodes."""

import json
from typing import Any

from monero_agent import __main__ as command
from monero_agent.balancer import command as verb
from monero_agent.balancer import wanted as wanted_of_balancer
from monero_agent.tor import wanted as wanted_of_tor
from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import ConfigMapReference, Tor
from monero_operator.api.v1alpha1.common import PodSettings, SecretReference
from monero_operator.api.v1alpha1.placement import Toleration
from monero_operator.desired import balancer, shapes
from monero_operator.desired.anonymity import OnTor
from tests.support import build, hidden

OWNER = build.desired().parent
PLAIN = PodSettings()


def built(wanted: PodSettings = PLAIN, **tor: Any) -> shapes.Deployment:
    """Return the Deployment."""
    on = OnTor(spec=Tor(enabled=True, **tor), image="registry.example/anonymity:1", is_balanced=True)
    return balancer.deployment(OWNER, on, wanted)


def test_its_pod_is_no_node_to_any_selector():
    """Not to Services, which would send clients of RPC there, nor to the budget, nor to the watch of pods."""
    found = built()

    template = found.spec.template.metadata.labels
    assert found.spec.selector.match_labels.items() <= template.items()
    assert not OWNER.selector.items() <= template.items()
    assert naming.LABEL_MANAGED_BY not in template
    assert found.metadata.labels[naming.LABEL_MANAGED_BY] == naming.FIELD_MANAGER


def test_it_has_the_shared_key_and_no_other():
    """Keys of single nodes are none of its business; one that is missing is waited for."""
    volumes = {volume.name: volume for volume in built().spec.template.spec.volumes}

    secret = volumes["keys"].secret
    assert secret is not None
    assert (secret.secret_name, secret.optional) == ("regtest-tor", True)
    assert [item.key for item in secret.items] == ["rpc.secret_key", "rpc.secret_key.previous"]
    tor, onionbalance = built().spec.template.spec.containers
    assert [each.name for each in (tor, onionbalance) if "keys" in {mount.name for mount in each.volume_mounts}] == [
        "onionbalance"
    ]


def test_it_is_ready_while_the_onion_is_published():
    """Otherwise a pod that runs and publishes nothing would count; a tor that waits for its network harms nobody."""
    tor, onionbalance = built().spec.template.spec.containers

    assert tor.readiness_probe is None
    assert onionbalance.readiness_probe is not None
    assert onionbalance.readiness_probe.http_get == shapes.HttpGet(path="/readyz", port=naming.BALANCER_AGENT_PORT)


def test_its_containers_have_no_powers():
    """They fit the level `restricted`, and each says itself whether it lives."""
    for container in built().spec.template.spec.containers:
        security = container.security_context
        assert security is not None
        assert (security.allow_privilege_escalation, security.read_only_root_filesystem) == (False, True)
        assert security.capabilities == shapes.Capabilities(drop=("ALL",))
        assert container.liveness_probe is not None
    assert built().spec.template.spec.automount_service_account_token is False


def test_it_moves_soon_from_a_machine_that_is_away():
    """Beside what the nodes' owner tolerates, and where that one lets pods run."""
    wanted = PodSettings(
        labels={"team": "a"},
        node_selector={"disk": "fast"},
        tolerations=(Toleration(key="dedicated"),),
        image_pull_secrets=(SecretReference("pull"),),
    )

    template = built(wanted).spec.template

    assert [(each.key, each.toleration_seconds) for each in template.spec.tolerations] == [
        ("dedicated", None),
        ("node.kubernetes.io/not-ready", 30),
        ("node.kubernetes.io/unreachable", 30),
    ]
    assert template.spec.node_selector == {"disk": "fast"}
    assert template.spec.image_pull_secrets == (shapes.LocalReference(name="pull"),)
    assert template.metadata.labels["team"] == "a"
    assert not template.spec.topology_spread_constraints


def test_its_tor_is_in_the_network_of_the_nodes():
    """What the user adds to their configuration counts for it too."""
    spec = built(config_map_ref=ConfigMapReference("private")).spec.template.spec

    (extra,) = (volume for volume in spec.volumes if volume.name == "tor-extra")
    assert extra.config_map == shapes.ConfigMapVolume(name="private", optional=True)
    assert "/etc/monero-agent/extra" in {mount.mount_path for mount in spec.containers[0].volume_mounts}


def test_both_agents_read_their_document_in_it():
    """A tor that serves nothing and listens to Onionbalance alone, and the onions behind the shared one."""
    on = OnTor(spec=Tor(enabled=True, bridges=("192.0.2.1:443",)), image="a", is_balanced=True, is_locked=True)
    data = balancer.config_map(OWNER, on, [hidden.onion(f"rpc-{i}") for i in range(9)]).data

    tor = wanted_of_tor.parse(json.loads(data["tor.json"]), 0)
    balanced = wanted_of_balancer.parse(json.loads(data["balancer.json"]), 0)

    assert tor.services == ()
    assert {"SocksPort 0", "UseBridges 1", "Bridge 192.0.2.1:443"} <= set(tor.lines)
    assert (balanced.key, len(balanced.backends)) == ("rpc", 8)
    assert balanced.fetch_seconds + balanced.publish_seconds < balancer.PACE_SECONDS


def test_onionbalance_reaches_the_socket_of_its_tor_and_tor_no_key():
    """In memory that both mount; a port would be open to every container of the pod."""
    tor, balanced = (
        {mount.mount_path: mount.name for mount in container.volume_mounts}
        for container in built().spec.template.spec.containers
    )

    assert tor["/run/monero-agent"] == balanced[str(verb.CONTROL.parents[1])]
    assert set(tor.values()).isdisjoint({"keys", balanced["/run/monero-agent"]})


def test_its_containers_run_verbs_that_the_agent_has():
    """With flags that it knows, and paths that are mounted."""
    for container in built().spec.template.spec.containers:
        given = command._parser().parse_args(container.args)
        paths = {str(each) for each in (given.config_dir, given.run_dir)}
        assert paths <= {mount.mount_path for mount in container.volume_mounts}
        assert container.liveness_probe.http_get.port == given.listen_port
