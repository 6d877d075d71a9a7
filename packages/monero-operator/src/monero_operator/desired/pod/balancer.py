# SPDX-License-Identifier: Apache-2.0
"""The pod that publishes the onion that all nodes share: Onionbalance, and a tor of its own that offers nothing.

It is no node: it has none of their labels, by which Services and budgets choose them. It may start anywhere, and is not
missed at once, as what it published holds for hours. Nobody is sent to it; that it is ready says that the onion is
published.
"""

import msgspec

from monero_operator import naming
from monero_operator.api.v1alpha1 import common, placement
from monero_operator.desired import shapes
from monero_operator.desired.anonymity import OnTor
from monero_operator.desired.parent import Parent
from monero_operator.desired.pod import agent, probes, security, settings
from monero_operator.keys import entries

REQUESTS = {"cpu": "5m", "memory": "64Mi"}
"""Of Onionbalance, which takes 40 MiB for eight nodes."""
GRACE_SECONDS = 10
AWAY_SECONDS = 30
"""Kubernetes itself would wait five minutes before it gives up a machine that does not answer."""
KEYS_PATH = agent.KEYS_PATH
TOR_RUN_PATH = "/run/monero-agent-tor"
"""Where Onionbalance finds the control socket of its tor, which in turn never sees the key."""
TOR, ONIONBALANCE = "tor", "onionbalance"
"""What the volumes are named after."""


def build(owner: Parent, on: OnTor, wanted: common.PodSettings, labels: dict[str, str]) -> shapes.PodTemplate:
    """Return the pod template; `labels` select it."""
    pod = settings.applied(_pod(owner, on), wanted, owner, is_hard=False)
    return shapes.PodTemplate(
        metadata=shapes.TemplateMetadata(labels=wanted.labels | labels, annotations=wanted.annotations),
        spec=msgspec.structs.replace(
            pod, tolerations=(*wanted.tolerations, *_IMPATIENCE), topology_spread_constraints=()
        ),
    )


_IMPATIENCE = tuple(
    placement.Toleration(
        key=f"node.kubernetes.io/{problem}", operator="Exists", effect="NoExecute", toleration_seconds=AWAY_SECONDS
    )
    for problem in ("not-ready", "unreachable")
)


def _pod(owner: Parent, on: OnTor) -> shapes.PodSpec:
    return shapes.PodSpec(
        containers=(_tor(on), _onionbalance(on)),
        volumes=_volumes(owner, on),
        termination_grace_period_seconds=GRACE_SECONDS,
        enable_service_links=False,
        automount_service_account_token=False,
        security_context=security.pod(),
    )


def _tor(on: OnTor) -> shapes.Container:
    reserved = shapes.ResourceRequirements(requests=agent.REQUESTS["tor"])
    built = agent.container(naming.CONTAINER_TOR, on.image, (TOR,), naming.TOR_AGENT_PORT, reserved)
    extra = shapes.VolumeMount(name=f"{TOR}-extra", mount_path=agent.EXTRA_PATH)
    return msgspec.structs.replace(
        built,
        volume_mounts=(
            shapes.VolumeMount(name="config", mount_path=agent.CONFIG_PATH),
            *((extra,) if on.spec.config_map_ref else ()),
            shapes.VolumeMount(name=f"{TOR}-run", mount_path=agent.RUN_PATH),
            shapes.VolumeMount(name=naming.VOLUME_DATA, mount_path=naming.DATA_PATH),
        ),
    )


def _onionbalance(on: OnTor) -> shapes.Container:
    reserved = shapes.ResourceRequirements(requests=REQUESTS)
    built = agent.container(ONIONBALANCE, on.image, ("balancer",), naming.BALANCER_AGENT_PORT, reserved)
    return msgspec.structs.replace(
        built,
        readiness_probe=probes.balancer_readiness(naming.BALANCER_AGENT_PORT),
        volume_mounts=(
            shapes.VolumeMount(name="keys", mount_path=KEYS_PATH),
            shapes.VolumeMount(name="config", mount_path=agent.CONFIG_PATH),
            shapes.VolumeMount(name=f"{ONIONBALANCE}-run", mount_path=agent.RUN_PATH),
            shapes.VolumeMount(name=f"{TOR}-run", mount_path=TOR_RUN_PATH),
        ),
    )


def _volumes(owner: Parent, on: OnTor) -> tuple[shapes.Volume, ...]:
    extra = on.spec.config_map_ref
    return (
        agent.config_volume("config", naming.balancer(owner.name)),
        *((agent.config_volume(f"{TOR}-extra", extra.name),) if extra else ()),
        agent.run_volume(TOR),
        agent.run_volume(ONIONBALANCE),
        shapes.Volume(name=naming.VOLUME_DATA, empty_dir=shapes.EmptyDir()),
        agent.keys_volume("keys", owner.name, "tor", (entries.SHARED,)),
    )
