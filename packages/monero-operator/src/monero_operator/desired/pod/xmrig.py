# SPDX-License-Identifier: Apache-2.0
"""The container that runs xmrig (6.22 to 6.26), what it is told and what it reserves.

xmrig takes what is said last, member by member of its configuration: of `cpu`, `randomx` and `http` each as a whole.
So our defaults come before the user's file, the HTTP API after it, and the user's arguments at the end.
"""

import math

from monero_operator import naming
from monero_operator.api import xmrig_arguments
from monero_operator.api.v1alpha1 import monerominingnodeset as api
from monero_operator.desired import quantity, shapes
from monero_operator.desired.miner import Miner
from monero_operator.desired.pod import probes, resources, security

CPU = "100m"
MEMORY = "2560Mi"
"""RandomX' data set (2080 MiB) and cache (256 MiB), and what xmrig needs besides."""
MEMORY_LIGHT = "300Mi"
"""The cache alone."""
MEMORY_BESIDE_HUGE_PAGES = "128Mi"
PAGES = 1170
"""Huge pages of 2 MiB for data set and cache; each thread needs one more."""
PAGES_LIGHT = 130
HUGE_PAGES = f"{resources.HUGE_PAGES}2Mi"
FILE_MODE = 0o440
"""For the pod's group."""


def build(miner: Miner) -> shapes.Container:
    """Return the container."""
    has_file = miner.spec.xmrig.config_secret_ref is not None
    return shapes.Container(
        name=naming.CONTAINER_XMRIG,
        image=miner.image,
        command=("xmrig",),
        args=(*_defaults(miner), *(_FILE if has_file else ()), *_API, *miner.spec.xmrig.args),
        env=(_ORDINAL, *(_variable(given) for given in miner.spec.xmrig.env)),
        ports=(shapes.ContainerPort(name=naming.PORT_API, container_port=naming.XMRIG_API_PORT),),
        resources=_resources(miner),
        volume_mounts=_MOUNTS if has_file else (),
        liveness_probe=probes.xmrig_liveness(),
        readiness_probe=probes.xmrig_readiness(),
        security_context=security.container(),
    )


def volumes(miner: Miner) -> tuple[shapes.Volume, ...]:
    """Return the volume of the user's file."""
    reference = miner.spec.xmrig.config_secret_ref
    if reference is None:
        return ()
    secret = shapes.SecretVolume(secret_name=reference.name, default_mode=FILE_MODE)
    return (shapes.Volume(name=naming.VOLUME_CONFIG, secret=secret),)


_FILE = (f"--config={naming.XMRIG_CONFIG_PATH}/{naming.XMRIG_CONFIG_KEY}",)
_MOUNTS = (shapes.VolumeMount(name=naming.VOLUME_CONFIG, mount_path=naming.XMRIG_CONFIG_PATH),)
_API = ("--http-host=0.0.0.0", f"--http-port={naming.XMRIG_API_PORT}", "--no-color")
_ORDINAL = shapes.EnvVar(
    name=naming.MINER_VARIABLE,
    value_from=shapes.EnvSource(
        field_ref=shapes.FieldReference(field_path=f"metadata.labels['{naming.LABEL_POD_INDEX}']")
    ),
)


def _defaults(miner: Miner) -> tuple[str, ...]:
    """Return what the user may override: no privileges, and no more threads than the processors that are reserved."""
    # Without a reservation a miner that finds huge pages on its machine dies when it uses them.
    small_pages = () if miner.spec.huge_pages else ("--no-huge-pages",)
    given = {option.flag for option in miner.options}
    threads = () if given & {"threads", "cpu-max-threads-hint"} else (f"--threads={_threads(miner)}",)
    return ("--randomx-wrmsr=-1", *small_pages, *threads)


def _variable(given: api.Variable) -> shapes.EnvVar:
    source = given.value_from
    if source is None:
        return shapes.EnvVar(name=given.name, value=given.value or "")
    return shapes.EnvVar(
        name=given.name,
        value_from=shapes.EnvSource(
            secret_key_ref=_key(source.secret_key_ref), config_map_key_ref=_key(source.config_map_key_ref)
        ),
    )


def _key(reference: api.KeyReference | None) -> shapes.KeyReference | None:
    return shapes.KeyReference(name=reference.name, key=reference.key) if reference else None


def _resources(miner: Miner) -> shapes.ResourceRequirements:
    wanted = miner.spec.xmrig.resources
    is_light = xmrig_arguments.last_value(miner.options, "randomx-mode") == "light"
    if not miner.spec.huge_pages:
        return resources.merge({"cpu": CPU, "memory": MEMORY_LIGHT if is_light else MEMORY}, wanted)
    pages = (PAGES_LIGHT if is_light else PAGES) + _threads(miner)
    huge = quantity.canonical(f"{2 * pages}Mi")
    return resources.merge({"cpu": CPU, "memory": MEMORY_BESIDE_HUGE_PAGES, HUGE_PAGES: huge}, wanted)


def _threads(miner: Miner) -> int:
    """Return how many threads run: what the user says, or as many as there are processors reserved."""
    said = xmrig_arguments.last_value(miner.options, "threads") or ""
    if said.isdecimal():
        return int(said)
    reserved = resources.merge({"cpu": CPU}, miner.spec.xmrig.resources).requests["cpu"]
    return max(1, math.ceil(quantity.amount(reserved) or 0))
