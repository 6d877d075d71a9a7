# SPDX-License-Identifier: Apache-2.0
"""The sidecars of Tor and I2P: native ones, so that they start before monerod and carry it through its slow stop.

Each runs our agent, which supervises tor or i2pd and stays while that is dead. So there is no readiness probe, which
would take the clearnet endpoints away with Tor, and liveness is the agent's own. Everything that is mounted is optional
for the same reason: a Secret or ConfigMap that is missing is waited for by the agent, and not by monerod. Secrets and
ConfigMaps are whole directories, as Kubernetes never updates a single file (`subPath`).

A node of a network finds its own keys there, and the shared one where it serves by it; the nodes of a set, who have one
template, find those of all.
"""

from collections.abc import Sequence

import msgspec

from monero_operator import naming
from monero_operator.desired import shapes
from monero_operator.desired.anonymity import OnI2p, OnTor
from monero_operator.desired.node import Node
from monero_operator.desired.pod import ordinal, probes, resources, security
from monero_operator.facts import HiddenNetwork
from monero_operator.keys import entries

REQUESTS: dict[HiddenNetwork, dict[str, str]] = {
    "tor": {"cpu": "10m", "memory": "128Mi"},
    "i2p": {"cpu": "10m", "memory": "96Mi"},
}
PORTS: dict[HiddenNetwork, int] = {"tor": naming.TOR_AGENT_PORT, "i2p": naming.I2P_AGENT_PORT}
CONTAINERS: dict[HiddenNetwork, str] = {"tor": naming.CONTAINER_TOR, "i2p": naming.CONTAINER_I2P}

KEYS_PATH = "/etc/monero-agent/keys"
CONFIG_PATH = "/etc/monero-agent/config"
EXTRA_PATH = "/etc/monero-agent/extra"
RUN_PATH = "/run/monero-agent"
DATA_SUB_PATH = "anonymity"
"""Of the node's volume: guards and consensus of tor, identity and routers of i2pd."""
KEY_MODE = 0o440
"""For the pod's group."""
RUN_SIZE = "16Mi"
"""In memory, and counted as the container's: keys and sockets take a few kilobytes."""


def sidecars(node: Node) -> tuple[shapes.Container, ...]:
    """Return the sidecars of one node."""
    return tuple(_sidecar(node, name, on) for name, on in node.anonymity.enabled.items())


def volumes(node: Node) -> tuple[shapes.Volume, ...]:
    """Return what they mount, but for the node's own volume."""
    return tuple(volume for name, on in node.anonymity.enabled.items() for volume in _volumes(node, name, on))


def container(
    name: str, image: str, arguments: tuple[str, ...], port: int, requests: shapes.ResourceRequirements
) -> shapes.Container:
    """Return a container that runs the agent; what it mounts is to be added."""
    return shapes.Container(
        name=name,
        image=image,
        command=("monero-agent",),
        args=arguments,
        resources=requests,
        liveness_probe=probes.agent_liveness(port),
        security_context=security.container(user=security.ROUTER_USER),
    )


def _sidecar(node: Node, name: HiddenNetwork, on: OnTor | OnI2p) -> shapes.Container:
    arguments = (name, f"--ordinal={ordinal.argument(node)}")
    reserved = resources.merge(REQUESTS[name], on.spec.resources)
    built = container(CONTAINERS[name], on.image, arguments, PORTS[name], reserved)
    return msgspec.structs.replace(
        built,
        env=ordinal.environment(node),
        volume_mounts=_mounts(name, on),
        restart_policy="Always",
    )


def _mounts(name: HiddenNetwork, on: OnTor | OnI2p) -> tuple[shapes.VolumeMount, ...]:
    extra = shapes.VolumeMount(name=f"{name}-extra", mount_path=EXTRA_PATH)
    return (
        shapes.VolumeMount(name=f"{name}-keys", mount_path=KEYS_PATH),
        shapes.VolumeMount(name=f"{name}-config", mount_path=CONFIG_PATH),
        *((extra,) if on.spec.config_map_ref else ()),
        shapes.VolumeMount(name=f"{name}-run", mount_path=RUN_PATH),
        shapes.VolumeMount(name=naming.VOLUME_DATA, mount_path=naming.DATA_PATH, sub_path=DATA_SUB_PATH),
    )


def _volumes(node: Node, name: HiddenNetwork, on: OnTor | OnI2p) -> tuple[shapes.Volume, ...]:
    owner = node.parent.name
    extra = on.spec.config_map_ref
    return (
        keys_volume(f"{name}-keys", owner, name, _served(node, name)),
        config_volume(f"{name}-config", naming.router(owner, name)),
        *((config_volume(f"{name}-extra", extra.name),) if extra else ()),
        run_volume(name),
    )


def _served(node: Node, name: HiddenNetwork) -> tuple[str, ...]:
    """Return the entries by which a node serves, whatever the size of its network, or nothing for all there are."""
    if node.ordinal is None:
        return ()
    own = f"p2p-{node.ordinal}"
    if name == "i2p":
        return (entries.SHARED, own)
    # The shared onion is the balancer's, or that of a node that is alone, which is the first.
    return (*((entries.SHARED,) if node.ordinal == 0 else ()), f"rpc-{node.ordinal}", own)


def keys_volume(volume: str, owner: str, name: HiddenNetwork, served: Sequence[str]) -> shapes.Volume:
    """Return the volume of an owner's keys: these entries with what they were before, as far as there are any, or all.

    That it is optional holds for each entry too, so none that is missing keeps a pod from starting.
    """
    files = [entries.FORMS[name].file(entry + which) for entry in served for which in ("", entries.PREVIOUS)]
    secret = shapes.SecretVolume(
        secret_name=naming.router(owner, name),
        items=tuple(shapes.KeyToPath(key=file, path=file) for file in files),
        default_mode=KEY_MODE,
        optional=True,
    )
    return shapes.Volume(name=volume, secret=secret)


def config_volume(volume: str, config_map: str) -> shapes.Volume:
    """Return the volume of a ConfigMap."""
    return shapes.Volume(name=volume, config_map=shapes.ConfigMapVolume(name=config_map, optional=True))


def run_volume(name: str) -> shapes.Volume:
    """Return the volume of what must not reach a disk."""
    return shapes.Volume(name=f"{name}-run", empty_dir=shapes.EmptyDir(medium="Memory", size_limit=RUN_SIZE))
