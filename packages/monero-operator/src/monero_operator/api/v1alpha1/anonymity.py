# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P: how nodes are reached over them, how they reach others, and what a status tells of it."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

from kubeloop.crd import markers
from kubeloop.crd.markers import Rule
from monero_operator import naming
from monero_operator.api.v1alpha1 import common

MAX_PEERS = 16
MAX_CLIENTS = 16
MAX_BRIDGES = 16
MAX_HOST_LENGTH = 80

OnionPeer = Annotated[str, Meta(pattern=r"^[a-z2-7]{56}\.onion(:[1-9][0-9]{0,4})?$", max_length=MAX_HOST_LENGTH)]
I2pPeer = Annotated[str, Meta(pattern=r"^[a-z2-7]{52}\.b32\.i2p$", max_length=MAX_HOST_LENGTH)]
Transport = Literal["clearnet", "tor", "i2p"]
P2p = Literal["auto", "always", "never"]
Clearnet = Literal["allowed", "untilSynced", "never"]
Keeping = Literal["Retain", "Delete"]


class ConfigMapReference(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A ConfigMap of the same namespace."""

    name: Annotated[str, Meta(description="The name of the ConfigMap.", min_length=1, max_length=common.MAX_NAME)]


class KeyRetention(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What becomes of keys, and so of addresses, that are not in use any more."""

    when_disabled: Annotated[Keeping, Meta(description="When this is switched off again.")] = "Retain"
    when_deleted: Annotated[Keeping, Meta(description="When the resource is deleted.")] = "Delete"


def _at_most_30_days(name: str) -> Rule:
    """Return the rule about a duration; the API server asks it before it fills in defaults."""
    return Rule(
        f"!has(self.{name}) || duration(self.{name}) <= duration('720h')",
        f"{name} must be 720h (30 days) or shorter",
        f".{name}",
    )


class Hidden(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What both networks are asked for alike."""

    __rules__: ClassVar[tuple[Rule, ...]] = (_at_most_30_days("overlap"),)

    enabled: (
        Annotated[bool, Meta(description="Run it beside each node; the `transport` of a network is on without it.")]
        | None
    ) = None
    image: common.Image | None = None
    rpc: Annotated[bool, Meta(description="Offer the restricted RPC at addresses of this network.")] = True
    p2p: Annotated[
        P2p,
        Meta(
            description="Whether peers are met over this network; transactions then leave by it, and no other way. "
            "`auto`: where such peers can be expected, which is on mainnet, among siblings that dial each other, "
            "and with `peers`."
        ),
    ] = "auto"
    noise: (
        Annotated[
            bool,
            Meta(
                description="Hide transactions among padding, which delays them by some ten seconds, and for as long "
                "as no peer has all blocks of the node. By default where strangers are met: on mainnet, and with "
                "`peers`, but not in a MoneroNetwork or on regtest."
            ),
        ]
        | None
    ) = None
    secret_ref: (
        Annotated[
            common.SecretReference,
            Meta(description="A Secret with keys of your own, copied whenever they change and are valid."),
        ]
        | None
    ) = None
    retention_policy: Annotated[KeyRetention, Meta(description="What becomes of the keys.")] = KeyRetention()
    overlap: Annotated[
        markers.Duration,
        Meta(description="How long an old address is served beside the new one after a rotation; 30 days at most."),
    ] = "0s"
    resources: Annotated[common.Resources, Meta(description="Requests and limits of its container.")] = (
        common.Resources()
    )


class Client(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Somebody who may reach the RPC onions; with any, nobody else does."""

    name: Annotated[
        str, Meta(description="What you call it.", pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length=63)
    ]
    public_key: Annotated[
        str,
        Meta(description="Its X25519 public key in base32, 52 characters.", pattern=r"^[A-Z2-7]{52}$", max_length=52),
    ]


class PluggableTransport(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A program that makes connections to bridges look like something else."""

    name: Annotated[
        str, Meta(description="What bridges call it, such as obfs4.", pattern=r"^[a-zA-Z0-9_]+$", max_length=32)
    ]
    command: Annotated[
        str, Meta(description="Its path in the image, and its arguments.", pattern=r"^/[ -~]+$", max_length=512)
    ]


def _each_peer(condition: str, message: str) -> Rule:
    """Return the rule about peers, which says in a sentence what the pattern says to programs."""
    return Rule(f"!has(self.peers) || self.peers.all(peer, {condition})", message, ".peers")


class Tor(Hidden, frozen=True, rename="camel", omit_defaults=True):
    """Tor beside each node."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        *Hidden.__rules__,
        _at_most_30_days("circuitLifetime"),
        Rule(
            "!has(self.enforced) || !self.enforced || (has(self.clearnet) && self.clearnet != 'allowed')",
            "enforced needs clearnet: never or untilSynced; with clearnet: allowed set enforced: false as well",
            ".enforced",
        ),
        _each_peer(
            "peer.matches('^[^.:]{56}[.]onion(:[0-9]{1,5})?$') && "
            f"(!peer.contains(':') || int(peer.split(':')[1]) <= {common.MAX_PORT})",
            "a peer is an onion, 56 characters and `.onion`, with a port from 1 to 65535 or without one",
        ),
    )

    peers: Annotated[
        tuple[OnionPeer, ...],
        Meta(
            description="Onion peers to keep connected with, at the port 18084 (testnet 28084, stagenet 38084) "
            "if none is given.",
            max_length=MAX_PEERS,
        ),
    ] = ()
    clearnet: Annotated[
        Clearnet,
        Meta(
            description="Whether monerod may talk to others than Tor. `never`: blocks too come through Tor; "
            "`untilSynced`: first the chain, without Tor, and once all nodes have it, for good, as with `never`."
        ),
    ] = "allowed"
    enforced: Annotated[
        bool,
        Meta(
            description="Drop what monerod sends past Tor, by packet rules that a container with NET_ADMIN sets, "
            "which only a namespace at the Pod Security level `privileged` lets in."
        ),
    ] = False
    balanced: Annotated[
        bool,
        Meta(
            description="With more than one node: one RPC onion for all, by Onionbalance. "
            "There is none with `clients`, as it would let everybody in.",
        ),
    ] = True
    proof_of_work: Annotated[
        bool, Meta(description="Let RPC onions ask for a proof of work while they are flooded.")
    ] = True
    clients: Annotated[
        tuple[Client, ...],
        markers.list_map("name"),
        Meta(
            description="Who may reach the RPC onions. Everybody without this field, so an empty list is refused.",
            min_length=1,
            max_length=MAX_CLIENTS,
        ),
    ] = ()
    bridges: Annotated[
        tuple[Annotated[str, Meta(pattern=r"^[ -~]+$", max_length=1024)], ...],
        Meta(
            description="Bridges to enter Tor by, a line each as a bridge is told (`obfs4 192.0.2.1:443 …`).",
            max_length=MAX_BRIDGES,
        ),
    ] = ()
    pluggable_transports: Annotated[
        tuple[PluggableTransport, ...],
        markers.list_map("name"),
        Meta(description="Programs in the image that bridges need.", max_length=4),
    ] = ()
    circuit_lifetime: Annotated[
        markers.Duration,
        Meta(description="After this time new connections take a new way through Tor; 30 days at most."),
    ] = "10m"
    config_map_ref: (
        Annotated[
            ConfigMapReference,
            Meta(description="A ConfigMap whose key `torrc` has further lines, such as for a Tor network of your own."),
        ]
        | None
    ) = None


class I2p(Hidden, frozen=True, rename="camel", omit_defaults=True):
    """I2P (i2pd) beside each node."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        *Hidden.__rules__,
        _each_peer(
            "peer.matches('^[^.]{52}[.]b32[.]i2p$')",
            "a peer is a destination, 52 characters and `.b32.i2p`, without a port",
        ),
    )

    peers: Annotated[
        tuple[I2pPeer, ...], Meta(description="I2P peers to keep connected with.", max_length=MAX_PEERS)
    ] = ()
    encrypted_rpc: Annotated[
        bool,
        Meta(description="Offer the shared RPC at a b33 address, which tells nobody else that the service exists."),
    ] = field(default=False, name="encryptedRPC")
    config_map_ref: (
        Annotated[
            ConfigMapReference,
            Meta(
                description="A ConfigMap whose key `i2pd.conf` has further lines, and whose `reseed.zip` routers to "
                "start with, such as those of an I2P network of your own."
            ),
        ]
        | None
    ) = None


class HiddenNodeStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One node at an anonymity network as last seen; what is absent is not known, or not there."""

    pod: Annotated[str, Meta(description="The name of its pod.", max_length=63)]
    p2p: (
        Annotated[
            str, Meta(description="Where peers reach it, as they write it in `peers`.", max_length=MAX_HOST_LENGTH)
        ]
        | None
    ) = None
    rpc: (
        Annotated[
            str, Meta(description="Where its restricted RPC is reached, with the port.", max_length=MAX_HOST_LENGTH)
        ]
        | None
    ) = None
    ready: Annotated[bool, Meta(description="Whether its router is ready.")] | None = None
    peers_in: Annotated[int, Meta(description="Connections of this network that peers opened.", ge=0)] | None = None
    peers_out: Annotated[int, Meta(description="Connections of this network that it opened.", ge=0)] | None = None


class TorNodeStatus(HiddenNodeStatus, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One node at Tor as last seen."""

    bootstrapped: Annotated[int, Meta(description="How far Tor has started, in percent.", ge=0, le=100)] | None = None
    introduction_points: Annotated[int, Meta(description="Introduction points of its RPC onion.", ge=0)] | None = None


class HiddenStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A set at an anonymity network."""

    address: (
        Annotated[
            str,
            Meta(description="Where wallets reach the restricted RPC, without the port.", max_length=MAX_HOST_LENGTH),
        ]
        | None
    ) = None
    rpc_url: Annotated[str, Meta(description="The same as a URL, with the port.", max_length=128)] | None = field(
        default=None, name="rpcURL"
    )
    previous_addresses: Annotated[
        tuple[Annotated[str, Meta(max_length=MAX_HOST_LENGTH)], ...],
        Meta(description="Addresses before the last rotation that are still served.", max_length=4),
    ] = ()
    last_rotation: (
        Annotated[str, Meta(description="When keys, and so addresses, were replaced last (RFC 3339).", max_length=64)]
        | None
    ) = None


class TorStatus(HiddenStatus, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A set at Tor."""

    locked: (
        Annotated[
            bool,
            Meta(
                description="Whether every pod runs so that monerod talks to nobody but Tor; "
                "with `clearnet: never` and `untilSynced`."
            ),
        ]
        | None
    ) = None
    nodes: Annotated[
        tuple[TorNodeStatus, ...],
        markers.list_map("pod"),
        Meta(description="Each node, by ordinal.", max_length=naming.MAX_REPLICAS),
    ] = ()


class I2pStatus(HiddenStatus, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A set at I2P."""

    nodes: Annotated[
        tuple[HiddenNodeStatus, ...],
        markers.list_map("pod"),
        Meta(description="Each node, by ordinal.", max_length=naming.MAX_REPLICAS),
    ] = ()
