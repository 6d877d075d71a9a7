# SPDX-License-Identifier: Apache-2.0
"""Every name, address and path of the cluster, in one frozen value."""

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path

_DEFAULT_HOME = "/var/lib/localkube"
_DEFAULT_CACHE = "~/.cache"


@dataclasses.dataclass(frozen=True, slots=True)
class Machine:
    """One machine of the cluster; without a pod subnet it is the control plane and runs no pods."""

    name: str
    address: str
    pod_subnet: str = ""

    @property
    def is_node(self) -> bool:
        return bool(self.pod_subnet)


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and what they are called."""

    home: Path
    cache: Path
    prefix: str = "lk"
    host_address: str = "10.90.0.254"
    machine_network: str = "10.90.0.0/24"
    pod_network: str = "10.244.0.0/16"
    service_network: str = "10.96.0.0/16"
    api_service_address: str = "10.96.0.1"
    dns_address: str = "10.96.0.10"
    control_plane: Machine = Machine("cp", "10.90.0.1")
    nodes: tuple[Machine, ...] = (
        Machine("n1", "10.90.0.11", "10.244.1.0/24"),
        Machine("n2", "10.90.0.12", "10.244.2.0/24"),
        Machine("n3", "10.90.0.13", "10.244.3.0/24"),
    )

    @property
    def machines(self) -> tuple[Machine, ...]:
        return (self.control_plane, *self.nodes)

    @property
    def server(self) -> str:
        return f"https://{self.control_plane.address}:6443"

    @property
    def kubeconfig(self) -> Path:
        return self.home / "kubeconfig"

    @property
    def pki(self) -> Path:
        return self.home / "pki"

    @property
    def pki_draft(self) -> Path:
        """Return where keys are while they are made."""
        return self.home / "pki.draft"

    @property
    def kubeconfig_draft(self) -> Path:
        """Return where the kubeconfig is while it is written."""
        return self.home / "kubeconfig.draft"

    @property
    def volumes(self) -> Path:
        return self.home / "volumes"

    @property
    def addons_note(self) -> Path:
        return self.home / "addons.applied"

    @property
    def notes(self) -> tuple[Path, ...]:
        return (self.kubeconfig, self.kubeconfig_draft, self.addons_note)

    @property
    def networks(self) -> tuple[str, ...]:
        """Return every range of addresses that belongs to the cluster."""
        return (self.machine_network, self.pod_network, self.service_network)

    @property
    def host_link(self) -> str:
        """Return the name of the host's end of its cable."""
        return f"{self.prefix}-host"

    def state(self, machine: Machine) -> Path:
        """Return the directory with everything that one machine keeps."""
        return self.home / machine.name

    def log(self, machine: Machine, process: str) -> Path:
        """Return the log of one process of a machine."""
        return self.state(machine) / "log" / f"{process}.log"

    def isolated(self, machine: Machine) -> str:
        """Return the name of the machine's network namespace and of its cgroup."""
        return f"{self.prefix}-{machine.name}"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the two paths that a person can choose: LOCALKUBE_HOME and XDG_CACHE_HOME."""
    cache = Path(environ.get("XDG_CACHE_HOME") or _DEFAULT_CACHE).expanduser()
    home = Path(environ.get("LOCALKUBE_HOME") or _DEFAULT_HOME).expanduser()
    return Settings(home=home.absolute(), cache=cache.absolute() / "localkube")
