# SPDX-License-Identifier: Apache-2.0
"""The container that runs monerod, and the arguments that the operator gives it.

All flags are valid from monerod 0.18.0 to 0.19. The unrestricted RPC stays on loopback; the restricted one is for
clients. A node without anybody to dial is `--offline`: without either it would look for strangers on mainnet.
"""

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1 import common
from monero_operator.desired import shapes
from monero_operator.desired.node import Node
from monero_operator.desired.pod import ordinal, probes, resources, rpc, security, volumes

REQUESTS_REGTEST = {"cpu": "20m", "memory": "350Mi"}
REQUESTS = {"cpu": "500m", "memory": "2Gi"}
DRAIN_SECONDS = 5
"""Before monerod is told to stop, so that no new client is sent to it."""

# monerod tries huge pages for RandomX, and on a machine that has some a pod that requested none dies of SIGBUS.
_NO_HUGE_PAGES = (shapes.EnvVar(name="MONERO_RANDOMX_UMASK", value="1"),)


def build(node: Node) -> shapes.Container:
    """Return the container."""
    port = node.network.ports.restricted_rpc
    guard = node.spec.rpc
    return shapes.Container(
        name=naming.CONTAINER_MONEROD,
        image=node.monerod_image,
        command=("monerod",),
        args=tuple(str(argument) for argument in command_line(node)),
        env=(
            *_huge_pages(node.spec.monerod.resources),
            *((ordinal.VARIABLE,) if node.filed else ()),
            *rpc.monerod_environment(guard),
        ),
        ports=_ports(node),
        resources=resources.merge(default_requests(node.network), node.spec.monerod.resources),
        volume_mounts=(*volumes.mounts(node), *rpc.mounts(guard)),
        startup_probe=probes.monerod_startup(port, is_guarded=guard.is_guarded),
        liveness_probe=probes.monerod_liveness(port, is_guarded=guard.is_guarded),
        lifecycle=shapes.Lifecycle(pre_stop=shapes.LifecycleHandler(sleep=shapes.Sleep(seconds=DRAIN_SECONDS))),
        security_context=security.container(),
    )


def _ports(node: Node) -> tuple[shapes.ContainerPort, ...]:
    ports = node.network.ports
    zmq = (shapes.ContainerPort(name=naming.PORT_ZMQ_PUB, container_port=ports.zmq_pub),)
    return (
        shapes.ContainerPort(
            name=naming.PORT_P2P, container_port=ports.p2p, host_port=ports.p2p if node.is_on_host else None
        ),
        shapes.ContainerPort(name=naming.PORT_RPC, container_port=ports.restricted_rpc),
        *(zmq if node.spec.monerod.zmq else ()),
    )


def _huge_pages(wanted: common.Resources) -> tuple[shapes.EnvVar, ...]:
    return () if naming.HUGE_PAGES in wanted.requests.keys() | wanted.limits.keys() else _NO_HUGE_PAGES


def default_requests(network: Network) -> dict[str, str]:
    """Return what is reserved where the user says nothing."""
    return REQUESTS_REGTEST if network is Network.REGTEST else REQUESTS


def command_line(node: Node) -> tuple[Argument, ...]:
    """Return all arguments: whom to dial, ours that the user does not override, the user's.

    What closes a network comes first, where no flag that takes a value can take it for one. What hides a node comes
    instead of a default of the same flag, and no user overrides it (`plan.anonymity.findings`).
    """
    given = {argument.flag for argument in node.arguments}
    hidden = _hidden(node)
    ours = arguments.merge(_defaults(node), hidden) if hidden else _defaults(node)
    defaults = (default for default in ours if not _OPPOSITES.get(default.flag, set()) & given)
    # One entry of a list flag on the command line hides all of its entries in the file.
    wanted = (argument for argument in node.arguments if argument.flag not in node.filed)
    return (*_file(node), *_peers(node, given), *arguments.merge(defaults, wanted))


_OPPOSITES = {
    "no-igd": {"igd"},
    "disable-dns-checkpoints": {"enforce-dns-checkpointing"},
}
"""Our defaults that go when the user gives a flag that means the opposite."""


def _defaults(node: Node) -> tuple[Argument, ...]:
    ports = node.network.ports
    return (
        Argument("non-interactive"),
        Argument("data-dir", naming.DATA_PATH),
        Argument("log-file", "/dev/null"),
        Argument("p2p-bind-ip", "0.0.0.0"),
        Argument("p2p-bind-port", str(ports.p2p)),
        Argument("rpc-bind-ip", "127.0.0.1"),
        Argument("rpc-bind-port", str(ports.rpc)),
        Argument("rpc-restricted-bind-ip", "0.0.0.0"),
        Argument("rpc-restricted-bind-port", str(ports.restricted_rpc)),
        *rpc.arguments(node.spec.rpc),
        Argument("zmq-pub", f"tcp://0.0.0.0:{ports.zmq_pub}") if node.spec.monerod.zmq else Argument("no-zmq"),
        Argument("no-igd"),
        Argument("check-updates", "disabled"),
        *((Argument("prune-blockchain"),) if node.spec.monerod.prune else ()),
        *((Argument("keep-fakechain"),) if node.network is Network.REGTEST else ()),
        *(_CLOSED if node.is_closed else ()),
    )


_CLOSED = (
    Argument("disable-dns-checkpoints"),
    # Both count exclusive peers too; the maximum of replicas, so that growing changes no argument.
    Argument("out-peers", str(naming.MAX_REPLICAS)),
    Argument("max-connections-per-ip", str(naming.MAX_REPLICAS)),
)


def _file(node: Node) -> tuple[Argument, ...]:
    return (Argument("config-file", naming.CONFIG_PATH),) if node.filed else ()


def _peers(node: Node, given: set[str]) -> tuple[Argument, ...]:
    if not node.is_closed or (given | node.filed) & {"add-exclusive-node", "offline"}:
        return ()
    if not node.dials:
        return (Argument("offline"),)
    dialed = (Argument("add-exclusive-node", f"{address}:{node.network.ports.p2p}") for address in node.dials)
    return (*dialed, *node.zoned)


def _hidden(node: Node) -> tuple[Argument, ...]:
    """Return what all nodes of a set are told where Tor or I2P run beside them."""
    # All clients of an onion come from 127.0.0.1, and monerod bans an address for what one of them does.
    shared = (Argument("disable-rpc-ban"),) if node.anonymity.has_rpc else ()
    if node.anonymity.transport != "clearnet":
        return shared + _TRANSPORTS[node.anonymity.transport]
    is_locked = node.anonymity.tor is not None and node.anonymity.tor.is_locked
    return shared + (_LOCKED if is_locked else ())


_LOCKED = (
    Argument("proxy", naming.PROXY_TOR),
    Argument("p2p-bind-ip", "127.0.0.1"),
    Argument("hide-my-port"),
    Argument("no-igd"),
    Argument("check-updates", "disabled"),
    Argument("disable-dns-checkpoints"),
)
"""Other nodes are reached by Tor, nobody is told where this one is, and no name server is asked anything."""

_UNSEEN = (Argument("p2p-bind-ip", "127.0.0.1"), Argument("hide-my-port"))
_TRANSPORTS: dict[str, tuple[Argument, ...]] = {
    # Siblings are numbers that only tor understands, of a range that monerod would not keep otherwise.
    "tor": (Argument("proxy", f"127.0.0.1:{naming.SOCKS_TOR}"), Argument("allow-local-ip"), *_UNSEEN),
    # They are ports on loopback, which i2pd forwards.
    "i2p": (Argument("allow-local-ip"), *_UNSEEN),
}
"""By transport: peers come from the router beside it and from nowhere else."""
