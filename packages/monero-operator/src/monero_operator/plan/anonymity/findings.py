# SPDX-License-Identifier: Apache-2.0
"""What contradicts Tor and I2P in a spec: arguments that are now the operator's, and what would lead past Tor.

With `untilSynced` all of it counts from the start: nobody shall learn of a contradiction on the day of the lock.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator

import msgspec

from monero_operator.api import arguments
from monero_operator.api.arguments import Argument, Finding
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import anonymity as api
from monero_operator.api.v1alpha1 import common, nodes
from monero_operator.keys import client, i2p, onion
from monero_operator.keys.malformed import MalformedError

OURS = {
    "tx-proxy": "tor and i2p say by which network transactions leave.",
    "anonymous-inbound": "A node's address comes from its key: see tor.secretRef and i2p.secretRef.",
    "proxy": "Set tor.clearnet.",
}
"""Flags that tell monerod of Tor and I2P, with the rest of the sentence."""

LEADS_PAST = frozenset(
    {
        "bootstrap-daemon-address",
        "enable-dns-blocklist",
        "enforce-dns-checkpointing",
        "p2p-use-ipv6",
        "proxy-allow-dns-leaks",
    }
)
"""Flags by which monerod asks, or is reached by, others than Tor."""
DISABLED = frozenset({"check-updates", "igd"})
"""The same of these, unless their value is `disabled`."""
DIALS = frozenset({"add-exclusive-node", "add-peer", "add-priority-node", "seed-node"})
HIDDEN = {onion.SUFFIX: onion.check_address, i2p.SUFFIX: i2p.check_address}
"""How an address of each network ends, and what finds a letter that was mistyped in it."""
FENCED = frozenset({53, 853, 5353})
"""Ports that the fence of a pod closes, as the agent's rules have them."""
_PORT = re.compile(r"(?:\[.*\]|[^:]*):([0-9]{1,5})")
ALONE = (
    "the only node of a closed set takes no transaction, as monerod waits for a peer with blocks, which does not come "
    "that way: ask for another replica, or leave peers out and p2p: auto"
)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at.

    `is_transport` says that everything between the nodes goes by Tor, `are_siblings_clear` that they get their blocks
    from each other, past it, and `is_alone` that there is nobody from whom the only one could get any.
    """

    prefix: str
    spec: nodes.NodeSpec
    arguments: tuple[Argument, ...]
    exposed: str = "None"
    is_transport: bool = False
    are_siblings_clear: bool = False
    is_alone: bool = False

    @property
    def leaves_clearnet(self) -> bool:
        """Whether the nodes talk to nobody but Tor, now or some day."""
        return self.spec.tor.clearnet != "allowed"


def check(wanted: Wanted) -> Iterator[Finding]:
    """Yield all that is wrong."""
    tor, i2p = wanted.spec.tor, wanted.spec.i2p
    if tor.enabled or i2p.enabled:
        yield from _ours(wanted.arguments)
    for field, hidden, peers in (("tor", tor, tor.peers), ("i2p", i2p, i2p.peers)):
        yield from _peers(f"{wanted.prefix}.{field}", hidden, peers)
        if wanted.is_alone and hidden.enabled and (hidden.p2p == "always" or peers):
            yield arguments.contradicting(f"{wanted.prefix}.{field}.p2p", hidden.p2p, ALONE)
    yield from _dialed(wanted.arguments)
    yield from _bridges(wanted)
    yield from _clients(f"{wanted.prefix}.tor.clients", tor.clients)
    if wanted.leaves_clearnet:
        yield from _past_tor(wanted)


def _ours(given: Iterable[Argument]) -> Iterator[Finding]:
    for flag in dict.fromkeys(argument.flag for argument in given):
        if flag in OURS:
            yield arguments.finding(Reason.ARGUMENT_REFUSED, flag=flag, cure=OURS[flag])


def _clients(field: str, clients: Iterable[api.Client]) -> Iterator[Finding]:
    """Yield a finding for each key that admits nobody, or, as those of low order do, everybody."""
    for admitted in clients:
        try:
            client.check(admitted.public_key)
        except MalformedError as problem:
            yield arguments.malformed(f"{field}[{admitted.name}].publicKey", admitted.public_key, f"it {problem}")


def _peers(field: str, hidden: api.Hidden, peers: tuple[str, ...]) -> Iterator[Finding]:
    if peers and hidden.p2p == "never":
        yield arguments.contradicting(f"{field}.p2p", hidden.p2p, "peers are named, whom nobody would meet: remove one")
    for peer in peers:
        if problem := _mistyped(peer):
            yield arguments.malformed(f"{field}.peers", peer, problem)


def _dialed(given: Iterable[Argument]) -> Iterator[Finding]:
    """Yield a finding for each argument with an address at which monerod ends."""
    for argument in given:
        if argument.flag in DIALS and (problem := _mistyped(argument.value or "")):
            yield arguments.finding(Reason.ARGUMENT_MALFORMED, argument=str(argument), problem=f"is wrong: {problem}")


def _mistyped(peer: str) -> str:
    """Return what is wrong with an address of Tor or I2P; of others nothing is said."""
    host, _, port = peer.partition(":")
    check = next((check for suffix, check in HIDDEN.items() if host.endswith(suffix)), None)
    if check is None:
        return ""
    try:
        check(host)
    except MalformedError as error:
        return str(error)
    is_port = port.isdecimal() and 0 < int(port) <= common.MAX_PORT
    return "" if is_port or host == peer else f"a port is a number from 1 to {common.MAX_PORT}"


def _bridges(wanted: Wanted) -> Iterator[Finding]:
    tor = wanted.spec.tor
    known = {each.name for each in tor.pluggable_transports}
    for bridge in tor.bridges:
        first = bridge.split(" ", 1)[0]
        if first not in known and not _is_address(first):
            problem = f"no program is known for {first!r}: add it to pluggableTransports, or write ADDRESS:PORT first"
            yield arguments.malformed(f"{wanted.prefix}.tor.bridges", bridge, problem)
        elif tor.enforced and _port(bridge) in FENCED:
            problem = "enforced closes the ports of name servers (53, 853, 5353) to everybody: use another bridge"
            yield arguments.contradicting(f"{wanted.prefix}.tor.bridges", bridge, problem)


def _port(bridge: str) -> int | None:
    """Return the port of a bridge's line, whose address stands first, or behind the name of its program."""
    address = next((word for word in bridge.split()[:2] if _is_address(word)), "")
    found = _PORT.fullmatch(address)
    return int(found[1]) if found else None


def _past_tor(wanted: Wanted) -> Iterator[Finding]:
    tor, field = wanted.spec.tor, f"{wanted.prefix}.tor.clearnet"
    if not (tor.enabled or wanted.is_transport):
        yield arguments.contradicting(field, tor.clearnet, "Tor is off: set tor.enabled, or clearnet: allowed")
    if wanted.exposed != "None":
        problem = "nobody reaches nodes that talk to Tor alone past it: remove it, or set tor.clearnet: allowed"
        yield arguments.contradicting(f"{wanted.prefix}.p2p.expose", wanted.exposed, problem)
    if wanted.are_siblings_clear:
        problem = "these nodes have their blocks from each other, past Tor: use a MoneroNetwork with transport: tor"
        yield arguments.contradicting(field, tor.clearnet, problem)
    for argument in wanted.arguments:
        if argument.flag in LEADS_PAST or (argument.flag in DISABLED and argument.value != "disabled"):
            yield arguments.finding(Reason.ARGUMENT_LEAKS, flag=argument.flag)
        if argument.flag in DIALS and not _is_dialed_by_tor(argument.value or ""):
            problem = "names a host, which would be looked up past Tor: write its address"
            yield arguments.finding(Reason.ARGUMENT_MALFORMED, argument=str(argument), problem=problem)


def _is_dialed_by_tor(address: str) -> bool:
    host = address.rpartition(":")[0] or address
    return host.endswith(tuple(HIDDEN)) or address.endswith(tuple(HIDDEN)) or _is_address(address)


def _is_address(text: str) -> bool:
    """Say whether a text is an address in numbers, with a port or without."""
    for host in (text, text.rpartition(":")[0]):
        try:
            ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        except ValueError:
            continue
        return True
    return False
