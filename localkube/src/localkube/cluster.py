# SPDX-License-Identifier: Apache-2.0
"""The recipe: what is done in which order to bring the cluster up, to break it, to repair it, to take it down.

Every step looks first and does only what is missing, so `up` is also the repair after a power cut.
"""

import concurrent.futures
import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

from localkube import (
    addons,
    cgroups,
    components,
    controlplane,
    debian,
    health,
    images,
    lock,
    machine,
    network,
    node,
    pki,
    preflight,
    state,
)
from localkube.errors import LocalkubeError
from localkube.progress import Progress
from localkube.settings import Machine, Settings
from localkube.spec import Spec


@dataclasses.dataclass(frozen=True, slots=True)
class Programs:
    """Where the built programs are."""

    core: Path
    addons: Path


def refuse_stranger(settings: Settings) -> None:
    """Refuse to work beside a cluster of another home: names and addresses would be the same."""
    for found in machine.all_running():
        if found.home != settings.home:
            raise LocalkubeError(
                f"a cluster with its state in {found.home} runs: `LOCALKUBE_HOME={found.home} localkube down` ends it"
            )


def up(settings: Settings, report: Progress) -> None:
    """Bring everything up that is not."""
    with lock.held():
        preflight.check(settings, must_build=not components.are_built())
        programs = build(report)
        with report.step("keys and network"):
            pki.ensure(settings)
            _ensure_network(settings)
        with report.step("machines"):
            booted = [each for each in settings.machines if _boot(settings, each, programs)]
        with report.step("API server"):
            health.wait_for_api(settings)
        with report.step("base images"):
            images.load(settings, images.base(programs.addons))
        with report.step("volumes, DNS, metrics"):
            addons.apply(settings, programs.core, components.kinds(programs.addons))
        with report.step("nodes ready"):
            health.wait_for_nodes(settings, settings.nodes, booted)
        with report.step("DNS ready"):
            health.wait_for_dns(settings)


def build(report: Progress) -> Programs:
    """Install what the system lacks and build the programs, unless that was done before."""
    if packages := debian.missing():
        with report.step(f"installing {', '.join(packages)}"):
            debian.install(packages)
    return Programs(
        core=components.binaries(components.CORE, report=report),
        addons=components.binaries(components.ADDONS, report=report),
    )


def down(settings: Settings, report: Progress, *, keep_state: bool) -> None:
    """Leave no process, mount, namespace, link, loop device or cgroup, and no state unless asked."""
    with lock.held():
        with report.step("machines off"):
            _kill_all(settings)
        with report.step("network gone"):
            network.remove(settings)
        if not keep_state:
            with report.step("state gone"):
                state.delete(settings)


def kill(settings: Settings, name: str) -> None:
    """Cut a machine's power."""
    target = _machine(settings, name)
    with lock.held():
        machine.kill(_running(name))
        cgroups.remove(settings.isolated(target))


def start(settings: Settings, name: str, report: Progress) -> None:
    """Switch a machine on again and wait until it is of use."""
    target = _machine(settings, name)
    with lock.held(), report.step(f"{name} ready"):
        if not network.is_complete(settings):
            raise LocalkubeError("there is no cluster to start a machine in: `localkube up` makes one")
        booted = _boot(settings, target, build(report))
        health.wait_for_api(settings)
        if target.is_node:
            health.wait_for_nodes(settings, [target], [target] if booted else [])


def cut(settings: Settings, name: str) -> None:
    """Partition a node from all others."""
    network.cut(settings, _node(settings, name))


def heal(settings: Settings, name: str) -> None:
    """End a partition."""
    network.heal(settings, _node(settings, name))


def load(settings: Settings, archives: Sequence[Path], aliases: Sequence[str], report: Progress) -> None:
    """Load image archives into all nodes."""
    if aliases and len(archives) != 1:
        raise LocalkubeError("an alias is a name for one image: load that archive alone")
    with lock.held(), report.step(f"loading {', '.join(archive.name for archive in archives)}"):
        running = machine.running()
        if off := [each.name for each in settings.nodes if each.name not in running]:
            raise LocalkubeError(f"{', '.join(off)} cannot take images: `localkube up` switches every machine on")
        images.load(settings, archives, aliases)


def inside(settings: Settings, name: str, argv: list[str]) -> list[str]:
    """Return the command that runs `argv` in a machine."""
    return machine.enter(_running(_machine(settings, name).name), argv)


def _boot(settings: Settings, target: Machine, programs: Programs) -> bool:
    """Start a machine that is off, or whose programs or settings changed, and tell whether that was so."""
    changed = target.is_node and node.write_files(settings, target, _reserved_memory_bytes(settings))
    spec = _spec(settings, target, programs)
    alive = machine.running().get(target.name)
    if alive and not changed and machine.is_current(settings, target, spec):
        return False
    if alive:
        machine.kill(alive)
    cgroups.remove(settings.isolated(target))
    if target.is_node:
        cgroups.create(settings.isolated(target))
        node.renew_boot_id(settings, target)
    machine.start(settings, target, spec)
    return True


def _reserved_memory_bytes(settings: Settings) -> int:
    return node.reserved_memory_bytes(preflight.present_memory_bytes(), preflight.memory_bytes(), len(settings.nodes))


def _spec(settings: Settings, target: Machine, programs: Programs) -> Spec:
    if target.is_node:
        return node.spec(settings, target, programs.core, programs.addons)
    return controlplane.spec(settings, programs.core, programs.addons)


def _ensure_network(settings: Settings) -> None:
    """A machine cannot be moved to a new network namespace: those that lost theirs start anew."""
    if not network.is_complete(settings):
        _kill_all(settings)
    network.ensure(settings)


def _kill_all(settings: Settings) -> None:
    with concurrent.futures.ThreadPoolExecutor(len(settings.machines)) as pool:
        list(pool.map(machine.kill, machine.all_running()))
    for each in settings.machines:
        cgroups.remove(settings.isolated(each))


def _machine(settings: Settings, name: str) -> Machine:
    for each in settings.machines:
        if each.name == name:
            return each
    raise LocalkubeError(f"there is no machine {name}: use one of {_names(settings.machines)}")


def _node(settings: Settings, name: str) -> Machine:
    found = _machine(settings, name)
    if not found.is_node:
        raise LocalkubeError(f"{name} is the hub of the network and has no cable: use one of {_names(settings.nodes)}")
    if not network.is_complete(settings):
        raise LocalkubeError("there is no network: `localkube up` makes one")
    return found


def _running(name: str) -> machine.Running:
    found = machine.running().get(name)
    if not found:
        raise LocalkubeError(f"machine {name} is off: `localkube start {name}` switches it on")
    return found


def _names(machines: Iterable[Machine]) -> str:
    return ", ".join(each.name for each in machines)
