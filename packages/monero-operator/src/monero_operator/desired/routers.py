# SPDX-License-Identifier: Apache-2.0
"""The ConfigMaps that tell the agents of Tor and I2P what to serve: one document each, the same for all pods.

An agent puts its ordinal where a key says `{ordinal}` and follows every change, so nothing in here restarts a pod. The
documents hold addresses and never a key. `extra` says that a person's file must be there before anything is started: a
set that is meant for a network of its own shall not join the public one because a ConfigMap is missing.
"""

from collections.abc import Mapping, Sequence

import msgspec

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import durations
from monero_operator.desired import anonymity, parent, shapes
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from monero_operator.desired.parent import Parent
from monero_operator.keys import entries

SCHEMA = 1
TOR_KEY, I2P_KEY = "tor.json", "i2p.json"
ORDINAL = "{ordinal}"
ENCRYPTED = {"i2cp.leaseSetType": "5"}
WAYS_IN = {"inbound.quantity": "16"}
"""The tunnels into the destination that nodes share: as many as I2P allows.

I2P goes by whose tunnels changed last, so after that node's loss new clients are led to it until a tunnel of another
node changes. Each lives for ten minutes, and the more there are the sooner one does.
"""
LOOPBACK = "127.0.0.1"
PEERS_PORT = 1
"""What monerod asks a destination for (0.18): it knows no ports at I2P, but two tunnels of one need them."""


class _Service(msgspec.Struct, frozen=True):
    """What all services have."""

    name: str


class _Document(msgspec.Struct, frozen=True):
    """What all documents have."""

    services: tuple[_Service, ...] = ()


_decoder = msgspec.json.Decoder(_Document)
_encoder = msgspec.json.Encoder(order="deterministic")


class TorService(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An onion: the entry of its key, `port address` of each port, further lines, who may come, whose backend it is."""

    name: str
    key: str
    ports: tuple[str, ...]
    lines: tuple[str, ...] = ()
    clients: dict[str, str] = {}
    masters: tuple[str, ...] = ()


class TorDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What a tor does: general lines, onions, and what an IPv4 address stands for."""

    schema: int
    lines: tuple[str, ...] = ()
    services: tuple[TorService, ...] = ()
    maps: dict[str, str] = {}
    extra: bool = False


class I2pService(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A server tunnel: the entry of its key, the port that it is asked for, and where that leads."""

    name: str
    key: str
    port: int
    target: str
    options: dict[str, str] = {}


class I2pClient(msgspec.Struct, frozen=True, kw_only=True):
    """A client tunnel: what is said to `listen` goes to a port of a destination."""

    listen: str
    destination: str
    port: int


class I2pDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an i2pd does: where it takes SOCKS, further options, and its tunnels.

    `nodes` are the own destinations of those who share one, by ordinal, so that others step in for one that is lost.
    """

    schema: int
    socks: str = ""
    options: dict[str, str] = {}
    services: tuple[I2pService, ...] = ()
    clients: tuple[I2pClient, ...] = ()
    nodes: tuple[str, ...] = ()
    extra: bool = False


def tor(
    network: Network,
    wanted: Anonymity,
    *,
    masters: Sequence[str] = (),
    maps: Mapping[str, str] | None = None,
    is_alone: bool = True,
) -> TorDocument:
    """Return the document for the tors of nodes; `masters` are the fronts behind which Onionbalance puts their onions.

    `maps` says which onion an IPv4 address stands for. A node that `is_alone`, and not balanced, has the shared RPC
    onion for itself.
    """
    on = _of_tor(wanted)
    return TorDocument(
        schema=SCHEMA,
        lines=(*SOCKS_LINES, *tor_lines(on)),
        services=(*_tor_p2p(network, wanted), *_tor_rpc(network, on, tuple(masters), is_alone=is_alone)),
        maps=dict(maps or {}),
        extra=on.spec.config_map_ref is not None,
    )


def tor_lines(on: OnTor) -> list[str]:
    """Return the general lines: how long ways last, and by which bridges it enters."""
    spec = on.spec
    return [
        f"MaxCircuitDirtiness {_circuit_seconds(spec.circuit_lifetime)}",
        *(["UseBridges 1"] if spec.bridges else []),
        *(f"Bridge {bridge}" for bridge in spec.bridges),
        *(f"ClientTransportPlugin {each.name} exec {each.command}" for each in spec.pluggable_transports),
    ]


SOCKS_LINES = tuple(
    f"SocksPort {LOOPBACK}:{port} IsolateSOCKSAuth" for port in (naming.SOCKS_TOR, naming.SOCKS_TOR_CLEARNET)
)
"""For onions, and for everybody else: what comes by different ports shares no circuit. Both are always there, as pods
may run by older arguments than the document."""
MIN_CIRCUIT_SECONDS = 10
"""tor takes less for that, and warns."""
MAX_CIRCUIT_SECONDS = 30 * 24 * 3600
"""tor refuses its whole configuration for more."""


def _circuit_seconds(lifetime: str) -> int:
    wanted = durations.seconds(lifetime) or 0.0
    return int(min(max(wanted, MIN_CIRCUIT_SECONDS), MAX_CIRCUIT_SECONDS))


def _reseeds_by_tor(wanted: Anonymity) -> bool:
    """Say whether i2pd finds its first routers by Tor: where no name server may be asked, it cannot otherwise."""
    on = wanted.tor
    return wanted.i2p is not None and on is not None and (on.is_locked or on.is_fenced)


def _tor_p2p(network: Network, wanted: Anonymity) -> tuple[TorService, ...]:
    """Return the onion for peers: all of a network's traffic where that goes by Tor, else that of transactions."""
    on = _of_tor(wanted)
    if wanted.transport != "tor" and not on.has_p2p:
        return ()
    port = network.ports.p2p if wanted.transport == "tor" else anonymity.inbound_port(network, "tor")
    return (TorService(name="p2p", key=f"p2p-{ORDINAL}", ports=(_led(port),)),)


def _tor_rpc(network: Network, on: OnTor, masters: tuple[str, ...], *, is_alone: bool) -> tuple[TorService, ...]:
    if not on.has_rpc or (on.is_balanced and not masters):
        return ()
    # Onionbalance publishes neither the puzzle nor who may come.
    puzzle = ("HiddenServicePoWDefensesEnabled 1",) if on.spec.proof_of_work and not on.is_balanced else ()
    return (
        TorService(
            name="rpc",
            key=entries.SHARED if is_alone and not on.is_balanced else f"rpc-{ORDINAL}",
            ports=(_led(network.ports.restricted_rpc),),
            lines=puzzle,
            clients={client.name: client.public_key for client in on.spec.clients},
            masters=masters,
        ),
    )


def _led(port: int) -> str:
    return f"{port} {LOOPBACK}:{port}"


def _of_tor(wanted: Anonymity) -> OnTor:
    assert wanted.tor is not None, "a document is made where Tor is on"
    return wanted.tor


def i2p(
    network: Network, wanted: Anonymity, *, clients: Sequence[I2pClient] = (), nodes: Sequence[str] = ()
) -> I2pDocument:
    """Return the document for the routers of nodes; `nodes` are their own destinations, as far as they are known."""
    on = wanted.i2p
    assert on is not None, "a document is made where I2P is on"
    services = (*_i2p_p2p(network, wanted, on), *_i2p_rpc(network, on))
    return I2pDocument(
        schema=SCHEMA,
        socks=f"{LOOPBACK}:{naming.SOCKS_I2P}",
        options={"reseed.proxy": f"socks://{naming.PROXY_TOR}"} if _reseeds_by_tor(wanted) else {},
        services=services,
        clients=tuple(clients),
        nodes=tuple(nodes) if len(nodes) > 1 and len({ORDINAL in each.key for each in services}) > 1 else (),
        extra=on.spec.config_map_ref is not None,
    )


def _i2p_p2p(network: Network, wanted: Anonymity, on: OnI2p) -> tuple[I2pService, ...]:
    """Return the tunnel for peers."""
    if wanted.transport == "i2p":
        port = network.ports.p2p
        return (I2pService(name="p2p", key=f"p2p-{ORDINAL}", port=port, target=f"{LOOPBACK}:{port}"),)
    if not on.has_p2p:
        return ()
    target = f"{LOOPBACK}:{anonymity.inbound_port(network, 'i2p')}"
    return (I2pService(name="p2p", key=f"p2p-{ORDINAL}", port=PEERS_PORT, target=target),)


def _i2p_rpc(network: Network, on: OnI2p) -> tuple[I2pService, ...]:
    """Return the tunnels for clients: one at each node's own destination, one at that which all nodes share."""
    if not on.has_rpc:
        return ()
    port = network.ports.restricted_rpc
    target = f"{LOOPBACK}:{port}"
    if on.spec.encrypted_rpc:
        # A node's own destination is for everybody to see.
        return (I2pService(name="shared", key=entries.SHARED, port=port, target=target, options=WAYS_IN | ENCRYPTED),)
    return (
        I2pService(name="rpc", key=f"p2p-{ORDINAL}", port=port, target=target),
        I2pService(name="shared", key=entries.SHARED, port=port, target=target, options=WAYS_IN),
    )


def tor_config_map(owner: Parent, document: TorDocument, *, is_locked: bool = False) -> shapes.ConfigMap:
    """Return the ConfigMap of Tor; that the set has left the clearnet stands on it."""
    return _config_map(owner, naming.router(owner.name, "tor"), {TOR_KEY: document}, is_locked=is_locked)


def i2p_config_map(owner: Parent, document: I2pDocument) -> shapes.ConfigMap:
    """Return the ConfigMap of I2P."""
    return _config_map(owner, naming.router(owner.name, "i2p"), {I2P_KEY: document}, is_locked=False)


def has_p2p(live: shapes.ConfigMap) -> bool:
    """Say whether a ConfigMap tells routers to serve peers; what somebody made of it otherwise serves nobody."""
    try:
        read = [_decoder.decode(text) for key, text in live.data.items() if key in (TOR_KEY, I2P_KEY)]
    except msgspec.MsgspecError:
        return False
    return any(service.name == "p2p" for document in read for service in document.services)


def _config_map(
    owner: Parent, name: str, documents: Mapping[str, msgspec.Struct], *, is_locked: bool
) -> shapes.ConfigMap:
    annotations = {naming.ANNOTATION_LOCKED: "true"} if is_locked else {}
    return shapes.ConfigMap(
        metadata=parent.metadata(owner, name, owner.labels, annotations),
        data={key: _encoder.encode(document).decode() for key, document in documents.items()},
    )
