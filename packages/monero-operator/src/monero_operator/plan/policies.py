# SPDX-License-Identifier: Apache-2.0
"""Whether a spec can be carried out: a chain of named checks, each of which finds what is wrong and says what to do.

A wrong spec changes no child. What stands in the way of one child does not stop the others, so it is not among the
checks.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import arguments, durations, reasons
from monero_operator.api.arguments import Argument, Finding, Parsed
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import nodes
from monero_operator.api.v1alpha1.anonymity import Transport
from monero_operator.api.v1alpha1.moneronetwork import Blocks
from monero_operator.facts import Claim, Clash, Refusal, Seen, StatefulSet, Unreadable
from monero_operator.plan import growth, labels, quantities
from monero_operator.plan.anonymity import findings
from monero_operator.settings import Images

MAX_REFUSAL_LENGTH = 500


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """What the checks look at. `prefix` is where in the resource `spec`, the part about each node, stands.

    `statefulsets` and `claims` are those that exist; `images_left` are monerod's images in pods whose StatefulSet is
    being made again; `named` is the network that the resource names beside its arguments; by a `transport` nodes of a
    network talk to each other.
    """

    prefix: str
    spec: nodes.NodeSpec
    parsed: Parsed
    images: Images
    statefulsets: tuple[StatefulSet, ...] = ()
    claims: tuple[Claim, ...] = ()
    images_left: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    named: str | None = None
    is_network: bool = False
    pod_labels: frozenset[str] = frozenset()
    exposed: str = "None"
    replicas: int = 1
    transport: Transport = "clearnet"
    blocks: Blocks | None = None


Check = Callable[[Input], Iterator[Finding]]


def check(given: Input) -> tuple[Finding, ...]:
    """Return all that is wrong with a spec, the most basic first."""
    return tuple(found for one in CHAIN for found in one(given))


def blocks_go_on(given: Input) -> bool:
    """Say whether a spec that cannot be carried out still asks for blocks, on the network that it has."""
    about_blocks = (found for one in (network_is_one, blocks_can_be_made) for found in one(given))
    return given.blocks is not None and next(about_blocks, None) is None


def obstacles(facts: Seen[Any]) -> tuple[Finding, ...]:
    """Return a finding for each child whose name is somebody else's, or that the API server does not accept."""
    return (
        *(_clash(clash) for clash in facts.obstacles.clashes),
        *(_refusal(refusal) for refusal in facts.obstacles.refusals),
    )


def _clash(clash: Clash) -> Finding:
    whose = f" and belongs to {clash.controller}" if clash.controller else ""
    return arguments.finding(
        Reason.NAME_CLASH, kind=clash.kind, name=clash.name, whose=whose, cure="rename one of the two"
    )


def _refusal(refusal: Refusal) -> Finding:
    return arguments.finding(
        Reason.CHILD_REFUSED, kind=refusal.kind, name=refusal.name, message=refusal.message[:MAX_REFUSAL_LENGTH]
    )


def arguments_make_sense(given: Input) -> Iterator[Finding]:
    """Every argument can be read."""
    yield from given.parsed.findings


def arguments_are_the_users(given: Input) -> Iterator[Finding]:
    """No argument is the operator's to set, and none opens what is closed."""
    yield from arguments.refused(given.parsed.arguments)
    if given.spec.monerod.zmq and Argument("no-zmq") in given.parsed.arguments:
        cure = f"{given.prefix}.monerod.zmq asks for ZMQ."
        yield arguments.finding(Reason.ARGUMENT_REFUSED, flag="no-zmq", cure=cure)
    if given.is_network:
        yield from arguments.opening(given.parsed.arguments, arguments.OPENS_NETWORK)
    elif network_of(given) is Network.REGTEST:
        yield from arguments.opening(given.parsed.arguments, arguments.OPENS_REGTEST)


def network_is_one(given: Input) -> Iterator[Finding]:
    """The arguments name one network, and it is the one whose chain the volumes hold."""
    network = network_of(given)
    if isinstance(network, Finding):
        yield network
        return
    for before in sorted(networks_before(given.statefulsets) - {network.value}):
        yield arguments.finding(Reason.NETWORK_CHANGED, before=before, after=network.value)


def volumes_hold_the_chain(given: Input) -> Iterator[Finding]:
    """No volume that an earlier resource of this name has left holds the chain of another network."""
    network = network_of(given)
    if isinstance(network, Finding) or given.statefulsets:
        return
    left = [claim for claim in given.claims if claim.network not in ("", network.value) and not claim.is_terminating]
    for before in sorted({claim.network for claim in left}):
        names = reasons.listed([claim.name for claim in left if claim.network == before])
        yield arguments.finding(Reason.VOLUME_OF_OTHER_NETWORK, names=names, before=before, after=network.value)


def volumes_do_not_shrink(given: Input) -> Iterator[Finding]:
    """No volume is to be smaller than it is."""
    live = [found.disk_size for found in given.statefulsets]
    yield from quantities.size_does_not_shrink(f"{given.prefix}.diskSize", given.spec.disk_size, live)


def volume_size(given: Input, network: Network) -> str:
    """Return the size that each volume is to have."""
    return growth.wanted_size(given.spec, network, given.parsed.arguments, given.statefulsets, given.claims)


def network_of(given: Input) -> Network | Finding:
    """Return the Monero network that a resource is about: what it names, or else what its arguments say."""
    said = arguments.network_of(given.parsed.arguments)
    if isinstance(said, Finding) or given.named is None or given.named == said.value:
        return said
    if said is not Network.MAINNET:
        flags = f"network: {given.named} and --{said.value}"
        return arguments.finding(Reason.NETWORKS_CONTRADICT, flags=flags)
    return Network(given.named)


def images_are_known(given: Input) -> Iterator[Finding]:
    """There is an image for each container."""
    if not monerod_image(given):
        setting = f"{given.prefix}.monerod.image, or --monerod-image"
        yield arguments.finding(Reason.NO_IMAGE, container=naming.CONTAINER_MONEROD, setting=setting)
    if not given.images.exporter:
        yield arguments.finding(Reason.NO_IMAGE, container=naming.CONTAINER_EXPORTER, setting="--exporter-image")
    hidden = {naming.CONTAINER_TOR: given.spec.tor, naming.CONTAINER_I2P: given.spec.i2p}
    for container, wanted in hidden.items():
        is_on = wanted.enabled or given.transport == container
        if is_on and not (wanted.image or given.images.anonymity):
            setting = f"{given.prefix}.{container}.image, or --anonymity-image"
            yield arguments.finding(Reason.NO_IMAGE, container=container, setting=setting)


def blocks_can_be_made(given: Input) -> Iterator[Finding]:
    """Blocks are asked for only where the operator gets in and any nonce is a proof of work, at a true interval."""
    blocks = given.blocks
    if blocks is None:
        return
    if not {Argument("regtest"), Argument("fixed-difficulty", "1")} <= set(given.parsed.arguments):
        yield arguments.finding(Reason.BLOCKS_REFUSED)
    if given.spec.rpc.is_guarded:
        yield arguments.finding(Reason.BLOCKS_LOCKED_OUT)
    if not durations.seconds(blocks.interval):
        yield arguments.malformed("spec.blocks.interval", blocks.interval, "write a duration such as 30s")


def quantities_make_sense(given: Input) -> Iterator[Finding]:
    """Sizes are quantities above nothing, and no request is greater than its limit."""
    yield from quantities.size_makes_sense(f"{given.prefix}.diskSize", given.spec.disk_size)
    for wanted in (given.spec.monerod, given.spec.tor, given.spec.i2p):
        yield from quantities.resources_make_sense(wanted.resources)
    yield from quantities.huge_pages_suffice(given.spec.monerod.resources)


def labels_are_free(given: Input) -> Iterator[Finding]:
    """No label of pods and monitors is one that the operator sets."""
    yield from labels.reserved(given.pod_labels | labels.of_monitors(given.spec.metrics))


def names_are_names(given: Input) -> Iterator[Finding]:
    """Names of labels and annotations are such as Kubernetes takes."""
    yield from labels.malformed(given.prefix, given.spec, given.pod_labels)


def exposed_nodes_listen(given: Input) -> Iterator[Finding]:
    """Nodes that peers are to reach from outside are not cut off."""
    if given.exposed != "None" and Argument("offline") in given.parsed.arguments:
        yield arguments.contradicting(
            f"{given.prefix}.p2p.expose", given.exposed, "no peer reaches a node with --offline: remove one"
        )


def nothing_leads_past_tor(given: Input) -> Iterator[Finding]:
    """Nothing contradicts Tor and I2P."""
    if given.is_network:
        are_siblings_clear = given.transport == "clearnet"
        is_alone = are_siblings_clear and given.replicas == 1
    else:
        is_apart = {"add-exclusive-node", "offline"} & {argument.flag for argument in given.parsed.arguments}
        is_closed = network_of(given) is Network.REGTEST and not is_apart
        are_siblings_clear = is_closed and given.replicas > 1
        is_alone = is_closed and given.replicas == 1 and given.exposed == "None"
    yield from findings.check(
        findings.Wanted(
            prefix=given.prefix,
            spec=_with_transport(given),
            arguments=given.parsed.arguments,
            exposed=given.exposed,
            is_transport=given.transport == "tor",
            are_siblings_clear=are_siblings_clear,
            is_alone=is_alone,
        )
    )


def _with_transport(given: Input) -> nodes.NodeSpec:
    """Return the spec with Tor on where everything goes by it."""
    if given.transport != "tor":
        return given.spec
    return msgspec.structs.replace(given.spec, tor=msgspec.structs.replace(given.spec.tor, enabled=True))


def children_are_readable(given: Input) -> Iterator[Finding]:
    """What somebody made of a child can be read."""
    yield from unreadable_children(given.unreadable)


def unreadable_children(children: Iterable[Unreadable]) -> Iterator[Finding]:
    """Yield a finding for each child that cannot be read: to take it for a missing one would be to count it as lost."""
    for child in children:
        problem = child.problem[:MAX_REFUSAL_LENGTH]
        yield arguments.finding(Reason.CHILD_UNREADABLE, kind=child.kind, name=child.name, problem=problem)


def networks_before(statefulsets: Iterable[StatefulSet]) -> set[str]:
    """Return which Monero networks the nodes that exist were made for: one, as far as it is up to us."""
    return {statefulset.network for statefulset in statefulsets} - {""}


def monerod_image(given: Input) -> str:
    """Return the image of monerod: the user's, or else the one that the nodes were given, or else the operator's.

    What names no image keeps what it runs when the operator is upgraded, nodes that are added later included. While a
    StatefulSet is made again, its pods alone know.
    """
    before = (*(statefulset.default_image for statefulset in given.statefulsets), *given.images_left)
    return given.spec.monerod.image or next((image for image in before if image), given.images.monerod)


CHAIN: tuple[Check, ...] = (
    arguments_make_sense,
    arguments_are_the_users,
    network_is_one,
    volumes_hold_the_chain,
    volumes_do_not_shrink,
    images_are_known,
    blocks_can_be_made,
    quantities_make_sense,
    labels_are_free,
    names_are_names,
    exposed_nodes_listen,
    nothing_leads_past_tor,
    children_are_readable,
)
