# SPDX-License-Identifier: Apache-2.0
"""What becomes of claims: they grow online, and they outlive what they should outlive.

A claim template cannot be changed. So the claims are asked to grow, and when all ask for the new size the StatefulSet
is deleted in the way that frees what it owns, and made again; its pods run on. Meanwhile the claims that are to go with
it have the custom resource as an owner too: whoever deletes that resource at such a moment deletes them, whether or not
this program runs. A StatefulSet is only made again from the pod template that it has, so that no pod takes a new one
before its turn.

Kubernetes rewrites the owners of a claim only while its pod exists (docs/decisions/0005). A volume that is to stay is
freed here where there is none. No volume is ever given to a StatefulSet here: too much is kept rather than too little.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from aiomonero.types.network import Network
from kubeloop.objects.metadata import OwnerReference
from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1 import nodes
from monero_operator.desired import quantity, shapes
from monero_operator.desired.pod import volumes
from monero_operator.facts import Claim, Obstacles, StatefulSet
from monero_operator.plan.actions import ClaimChange, Deletion


class SetWithClaims(msgspec.Struct, frozen=True, kw_only=True):
    """A StatefulSet as it is and as it should be, and its claims by the ordinal of their node.

    `used` are the ordinals that are to run, `running` those that have a pod.
    """

    live: StatefulSet
    wanted: shapes.StatefulSet
    claims: dict[int, Claim] = {}
    used: frozenset[int] = frozenset()
    running: frozenset[int] = frozenset()


class Growth(msgspec.Struct, frozen=True):
    """What to change about claims, and which StatefulSets to make again."""

    claims: tuple[ClaimChange, ...] = ()
    delete: tuple[Deletion, ...] = ()


def wanted_size(
    spec: nodes.NodeSpec,
    network: Network,
    arguments: Sequence[Argument],
    statefulsets: Iterable[StatefulSet],
    claims: Iterable[Claim],
) -> str:
    """Return the size that each volume is to have: the user's, or else the default, below which none of ours falls.

    Without a StatefulSet the smallest claim tells what there was: one that somebody made larger is no measure.
    """
    if spec.disk_size is not None:
        return quantity.canonical(spec.disk_size)
    is_pruned = spec.monerod.prune or Argument("prune-blockchain") in arguments
    default = volumes.default_size(network, is_pruned=is_pruned)
    templates = [found.disk_size for found in statefulsets if found.disk_size]
    before = templates or sorted((claim.size for claim in claims if claim.size), key=_bytes)[:1]
    return quantity.canonical(max((default, *before), key=_bytes))


def decide(obstacles: Obstacles, owner: OwnerReference, size: str, sets: Iterable[SetWithClaims]) -> Growth:
    """Return the next step for volumes that are to have this size; after a refusal no claim is asked to grow."""
    is_refused = any(refusal.kind == shapes.CLAIMS.name for refusal in obstacles.refusals)
    reference = msgspec.structs.replace(owner, controller=False, block_owner_deletion=False)
    known = [one for one in sets if not one.live.is_terminating]
    changes = (change for one in known for change in _changes(one, reference, size, may_grow=not is_refused))
    return Growth(
        claims=tuple(changes),
        delete=tuple(
            Deletion("StatefulSet", one.live.name, one.live.uid, "Orphan")
            for one in known
            if _is_to_be_made_again(one, owner.uid, size)
        ),
    )


def released(owner_uid: str, claims: Iterable[Claim], retention: nodes.Retention) -> Iterator[ClaimChange]:
    """Yield what frees claims of nodes that are scaled away from the custom resource, which they got while they grew.

    One that is to go and has no other owner keeps it, so that it goes at last.
    """
    for claim in claims:
        others = tuple(found for found in claim.owners if found.uid != owner_uid)
        if claim.goes_with(owner_uid) and not claim.is_terminating and (others or retention == "Retain"):
            yield ClaimChange(name=claim.name, version=claim.version, owners=others)


def _changes(one: SetWithClaims, owner: OwnerReference, size: str, *, may_grow: bool) -> Iterator[ClaimChange]:
    for ordinal, claim in sorted(one.claims.items()):
        if claim.is_terminating:
            continue
        grows = may_grow and ordinal in one.used and _is_smaller(claim.size, size)
        owners = _owners(one, claim, owner, size, is_running=ordinal in one.running)
        change = ClaimChange(
            name=claim.name,
            version=claim.version,
            size=size if grows else None,
            owners=None if owners == claim.owners else owners,
        )
        if change.size is not None or change.owners is not None:
            yield change


def _owners(
    one: SetWithClaims, claim: Claim, owner: OwnerReference, size: str, *, is_running: bool
) -> tuple[OwnerReference, ...]:
    """Return whom the claim is to go with, as far as it is up to us."""
    others = tuple(found for found in claim.owners if found.uid != owner.uid)
    is_of_set = claim.goes_with(one.live.uid)
    if _when_deleted(one) == "Retain":
        return others if is_running else tuple(found for found in others if found.uid != one.live.uid)
    if _is_smaller(one.live.disk_size, size):
        return (*others, owner) if is_of_set else claim.owners
    return others if is_of_set else claim.owners


def _is_to_be_made_again(one: SetWithClaims, owner_uid: str, size: str) -> bool:
    claims = [(ordinal, claim) for ordinal, claim in one.claims.items() if not claim.is_terminating]
    is_settled = one.live.update_revision != "" and one.live.template == one.wanted.fingerprint
    return (
        is_settled
        and _is_smaller(one.live.disk_size, size)
        and not any(_is_smaller(claim.size, size) for ordinal, claim in claims if ordinal in one.used)
        and all(_is_safe(one, claim, owner_uid) for _, claim in claims)
    )


def _is_safe(one: SetWithClaims, claim: Claim, owner_uid: str) -> bool:
    """Say whether freeing what the StatefulSet owns leaves the claim to whom it is to go with."""
    return _when_deleted(one) == "Retain" or not claim.goes_with(one.live.uid) or claim.goes_with(owner_uid)


def _when_deleted(one: SetWithClaims) -> str:
    return one.wanted.spec.persistent_volume_claim_retention_policy.when_deleted


def _is_smaller(one: str, other: str) -> bool:
    """Say whether a size is known and below another one."""
    return one != "" and _bytes(one) < _bytes(other)


def _bytes(size: str) -> int:
    return int(quantity.amount(size) or 0)
