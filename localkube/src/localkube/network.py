# SPDX-License-Identifier: Apache-2.0
"""Network namespaces, the bridge between them, routes, and the guard that keeps pods inside.

There is no default route anywhere, so nothing outside can be reached; the firewall of the host is not touched.
The host reaches machines, pods and services through one link, and the guard lets nobody come back over it.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from localkube import command, procfs
from localkube.settings import Machine, Settings

_NAMESPACES = Path("/run/netns")
_LINKS = Path("/sys/class/net")
_BRIDGE = "br0"
_UPLINK = "eth0"
_COMPLETE = "complete"

Batch = tuple[str, tuple[str, ...]]
"""Lines for `ip -batch`, with the network namespace they run in ("" is the host's)."""


def batches(settings: Settings) -> Iterator[Batch]:
    """Tell `ip` how to build everything, in order."""
    yield "", tuple(f"netns add {settings.isolated(machine)}" for machine in settings.machines)
    yield settings.isolated(settings.control_plane), tuple(_switch(settings))
    for node in settings.nodes:
        yield settings.isolated(node), tuple(_uplink(settings, node))
    yield "", tuple(_host(settings))
    yield settings.isolated(settings.control_plane), (f"link set host master {_BRIDGE} up",)
    yield "", (f"link set {settings.host_link} alias {_COMPLETE}",)


def _switch(settings: Settings) -> Iterator[str]:
    """The control plane's namespace holds the bridge, with one port per machine and one for the host."""
    yield f"link add {_BRIDGE} type bridge"
    yield f"addr add {_with_length(settings, settings.control_plane.address)} dev {_BRIDGE}"
    yield f"link set {_BRIDGE} up"
    for node in settings.nodes:
        yield f"link add {node.name} type veth peer name {_UPLINK} netns {settings.isolated(node)}"
        yield f"link set {node.name} master {_BRIDGE} up"
        yield f"route add {node.pod_subnet} via {node.address}"


def _uplink(settings: Settings, node: Machine) -> Iterator[str]:
    yield f"addr add {_with_length(settings, node.address)} dev {_UPLINK}"
    yield f"link set {_UPLINK} up"
    for other in settings.nodes:
        if other != node:
            yield f"route add {other.pod_subnet} via {other.address}"


def _host(settings: Settings) -> Iterator[str]:
    link = settings.host_link
    yield f"link add {link} type veth peer name host netns {settings.isolated(settings.control_plane)}"
    yield f"addr add {_with_length(settings, settings.host_address)} dev {link}"
    yield f"link set {link} up"
    for node in settings.nodes:
        yield f"route add {node.pod_subnet} via {node.address}"
    yield f"route add {settings.service_network} via {settings.nodes[0].address}"


def guard(settings: Settings) -> str:
    """Return the nftables rules of a node: neither it nor its pods may begin to talk to the host."""
    rules = f"""
        ip daddr {settings.host_address} ct state new meta l4proto tcp reject with tcp reset
        ip daddr {settings.host_address} ct state new reject with icmp type admin-prohibited
        oifname "{_UPLINK}" meta nfproto ipv6 drop"""
    return f"""\
table inet localkube-guard
delete table inet localkube-guard
table inet localkube-guard {{
    chain pods {{
        type filter hook forward priority -10;{rules}
    }}
    chain node {{
        type filter hook output priority -10;{rules}
    }}
}}
"""


def ensure(settings: Settings) -> None:
    """Build the network unless it stands, and plug in every cable; half a network is removed first."""
    if not is_complete(settings):
        remove(settings)
        for namespace, lines in batches(settings):
            _ip(namespace, lines)
    for node in settings.nodes:
        heal(settings, node)
        command.run(["ip", "netns", "exec", settings.isolated(node), "nft", "-f", "-"], text=guard(settings))


def is_complete(settings: Settings, namespaces: Path = _NAMESPACES, links: Path = _LINKS) -> bool:
    """Tell whether everything stands: the last thing that was built is the alias of the host's link."""
    names = [settings.isolated(machine) for machine in settings.machines]
    mark = links / settings.host_link / "ifalias"
    is_marked = mark.exists() and mark.read_text().strip() == _COMPLETE
    return is_marked and all((namespaces / name).exists() for name in names)


def remove(settings: Settings) -> None:
    """Delete every namespace and link of ours; routes go with them."""
    if (_LINKS / settings.host_link).exists():
        command.run(["ip", "link", "del", settings.host_link])
    for machine in settings.machines:
        if (_NAMESPACES / settings.isolated(machine)).exists():
            command.run(["ip", "netns", "del", settings.isolated(machine)])
    if _NAMESPACES in procfs.mount_points() and not any(_NAMESPACES.iterdir()):
        # `ip netns add` made it a mount point, and nobody else needs it.
        command.run(["umount", _NAMESPACES])
        with contextlib.suppress(OSError):
            _NAMESPACES.rmdir()


def cut(settings: Settings, node: Machine) -> None:
    """Pull the node's cable: it runs on, and nobody reaches it."""
    _ip(settings.isolated(settings.control_plane), (f"link set {node.name} down",))


def heal(settings: Settings, node: Machine) -> None:
    """Plug the cable in again."""
    _ip(settings.isolated(settings.control_plane), (f"link set {node.name} up",))


def is_cut(settings: Settings, node: Machine) -> bool:
    """Tell whether the node's cable is pulled."""
    if not (_NAMESPACES / settings.isolated(settings.control_plane)).exists():
        return False
    shown = command.run(["ip", "-n", settings.isolated(settings.control_plane), "link", "show", node.name])
    return "state DOWN" in shown


def _with_length(settings: Settings, address: str) -> str:
    return f"{address}/{settings.machine_network.rpartition('/')[2]}"


def _ip(namespace: str, lines: tuple[str, ...]) -> None:
    inside = ["-n", namespace] if namespace else []
    command.run(["ip", *inside, "-batch", "-"], text="\n".join(lines) + "\n")
