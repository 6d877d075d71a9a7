# SPDX-License-Identifier: Apache-2.0
"""What a spec asks of Tor and I2P comes to: where peers are met, whether one onion is shared, what is locked.

As soon as monerod has a proxy for transactions, those of wallets leave by it and no other way, and stay where no peer
of that network is connected. Hence `auto` meets peers only where there can be some: monerod knows seeds of mainnet.
"""

import msgspec

from aiomonero.types.health import Status
from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1 import anonymity as api
from monero_operator.api.v1alpha1 import nodes
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from monero_operator.facts import Seen


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What decides whether peers can be met: the network, whether nodes dial each other, and what the user says.

    `present` counts the nodes that are there, those on their way out included, and `has_balancer` says that somebody
    publishes one onion for them; nodes of an `is_closed` set dial nobody else, not even the seeds that monerod knows.
    """

    network: Network
    replicas: int
    has_siblings: bool
    is_closed: bool = False
    present: int = 0
    has_balancer: bool = False
    arguments: tuple[Argument, ...] = ()

    @property
    def flags(self) -> frozenset[str]:
        """The flags that the user gives."""
        return frozenset(argument.flag for argument in self.arguments)


def of(
    spec: nodes.NodeSpec,
    around: Surroundings,
    *,
    image: str = "",
    is_locked: bool = False,
    transport: api.Transport = "clearnet",
) -> Anonymity:
    """Return what Tor and I2P do for nodes.

    `image` is that of the operator's settings, and `is_locked` says that `plan.anonymity.lock` finds them locked. A
    `transport` is on whatever the spec says of it.
    """
    is_clearnet = transport == "clearnet"
    tor, i2p = spec.tor, spec.i2p
    on_tor = OnTor(
        spec=tor,
        image=tor.image or image,
        has_p2p=is_clearnet and meets_peers(tor, tor.peers, around),
        has_noise=has_noise(tor, tor.peers, around),
        has_rpc=tor.rpc,
        is_balanced=is_balanced(tor, around),
        is_locked=is_clearnet and is_locked,
        is_fenced=tor.enforced and (is_locked or not is_clearnet),
    )
    on_i2p = OnI2p(
        spec=i2p,
        image=i2p.image or image,
        has_p2p=is_clearnet and meets_peers(i2p, i2p.peers, around),
        has_noise=has_noise(i2p, i2p.peers, around),
        has_rpc=i2p.rpc,
    )
    return Anonymity(
        tor=on_tor if tor.enabled or transport == "tor" else None,
        i2p=on_i2p if i2p.enabled or transport == "i2p" else None,
        transport=transport,
    )


def meets_peers(wanted: api.Hidden, peers: tuple[str, ...], around: Surroundings) -> bool:
    """Say whether peers are met over a network, and transactions leave by it."""
    if wanted.p2p == "never" or "offline" in around.flags:
        return False
    if wanted.p2p == "always" or peers or (around.has_siblings and around.replicas > 1):
        return True
    # With exclusive nodes monerod dials nobody else, not even the seeds that it knows.
    is_apart = around.is_closed or "add-exclusive-node" in around.flags
    return around.network is Network.MAINNET and not is_apart


def has_noise(wanted: api.Hidden, peers: tuple[str, ...], around: Surroundings) -> bool:
    """Say whether transactions are hidden among padding.

    monerod pads only towards a peer that has all of its blocks, and compares them once a minute. Among strangers there
    is one; siblings are told of a new block past such a network, so with them alone transactions would wait for minutes
    to be hidden from nobody.
    """
    if wanted.noise is not None:
        return wanted.noise
    is_closed = around.is_closed or around.network is Network.REGTEST
    return not is_closed and (around.network is Network.MAINNET or bool(peers))


def is_balanced(tor: api.Tor, around: Surroundings) -> bool:
    """Say whether all nodes share one RPC onion by Onionbalance, which lets everybody in.

    Of a set that shrinks the last node does too: Tor's directories keep what they have until something with a higher
    counter comes, the two who could publish it count apart, and a tor that is refused tries again after an hour or two.
    """
    nodes = max(around.replicas, around.present)
    is_shared = nodes > 1 or (nodes == 1 and around.has_balancer)
    return tor.rpc and tor.balanced and not tor.clients and is_shared


def has_balancer(facts: Seen[Status]) -> bool:
    """Say whether the onion of nodes is published for them; that somebody deletes half of it changes nothing."""
    name = naming.balancer(facts.name)
    found = (facts.deployments.get(name), facts.config_maps.get(name))
    return any(each is not None and not each.is_terminating for each in found)
