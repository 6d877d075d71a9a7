# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the keys of a set, and the condition that says so; there where Tor or I2P is used."""

from collections.abc import Iterable, Iterator, Mapping

from kubeloop.objects.condition import Condition
from monero_operator import naming
from monero_operator.api import arguments, reasons
from monero_operator.api.arguments import Finding
from monero_operator.api.reasons import Reason
from monero_operator.conditions import keys_valid
from monero_operator.facts import HiddenNetwork, KeyRing, Keys
from monero_operator.keys import entries
from monero_operator.naming import OwnerKind
from monero_operator.plan.keys import orders
from monero_operator.plan.keys.wishes import Wish

DELETE_IT = "delete the entry to get a new key, or put the right one there"
CORRECT_IT = "correct it; what is served stays as it is until then"
CORRECT_IT_FIRST = "correct it; there is no such address until then"
RENAME_IT = "rename one of the two"
ADOPT_IT = "rename one of the two, or, if it is a copy of this set's keys, give it the labels {labels}"

_FIRST = (
    Reason.KEYS_UNREADABLE,
    Reason.NAME_CLASH,
    Reason.KEYS_OF_ITSELF,
    Reason.KEYS_MISSING,
    Reason.KEY_INVALID,
    Reason.KEYS_AWAITED,
)
"""What a person must do something about comes before what comes by itself."""


def conditions(
    kind: OwnerKind, name: str, wishes: Iterable[Wish], known: Mapping[HiddenNetwork, Keys]
) -> tuple[Condition, ...]:
    """Return the condition KeysValid of the set of this name, or none where no keys are used."""
    used = [wish for wish in wishes if wish.is_used]
    found = [finding for wish in used for finding in _of_one(kind, name, wish, known.get(wish.network, Keys()))]
    if not found and (unused := next(_unused(used, known), None)):
        return (unused,)
    return (keys_valid.evaluate(sorted(found, key=_weight)),) if used else ()


def _unused(wishes: Iterable[Wish], known: Mapping[HiddenNetwork, Keys]) -> Iterator[Condition]:
    """Yield the condition where a user's Secret has keys for nodes that are not there, which may be a slip."""
    for wish in wishes:
        given = known.get(wish.network, Keys()).given
        if given and (more := given.addresses.keys() - set(wish.entries)):
            yield keys_valid.unused(given.name, sorted(more, key=entries.by_purpose))


def _weight(finding: Finding) -> int:
    return _FIRST.index(finding.reason)


def _of_one(kind: OwnerKind, name: str, wish: Wish, keys: Keys) -> Iterator[Finding]:
    ring, secret = keys.served, naming.router(name, wish.network)
    if keys.because:
        yield arguments.finding(Reason.KEYS_UNREADABLE, problem=keys.because)
        return
    if ring and not ring.is_ours:
        yield _clash(ring, naming.key_labels(kind, name, wish.network))
        return
    if wish.given in (naming.router(name, each) for each in entries.FORMS):
        yield arguments.finding(Reason.KEYS_OF_ITSELF, secret=wish.given)
        return
    wrong = _wrong(wish, keys)
    had = orders.current(ring) if ring else ()
    for entry in sorted(wrong):
        yield _invalid(wish.given, entry, wrong[entry], CORRECT_IT if entry in had else CORRECT_IT_FIRST)
    bad = ring.bad if ring else {}
    for entry in sorted(bad):
        yield _invalid(secret, entry, bad[entry], DELETE_IT)
    if orders.is_awaited(wish, keys.given):
        yield _missing(wish, keys.given)
    elif awaited := [entry for entry in wish.entries if entry not in had and entry not in wrong]:
        yield arguments.finding(Reason.KEYS_AWAITED, secret=secret, entries=reasons.listed(awaited))


def _missing(wish: Wish, given: KeyRing | None) -> Finding:
    lack, cure = ("does not exist", "create it")
    if given:
        wanted = reasons.listed([entries.FORMS[wish.network].file(entry) for entry in wish.entries])
        lack, cure = "has no key", f"put some there by these names ({wanted})"
    return arguments.finding(Reason.KEYS_MISSING, secret=wish.given, lack=lack, cure=cure)


def _clash(ring: KeyRing, labels: Mapping[str, str]) -> Finding:
    """Return the finding about a Secret of somebody else's, or of a copy by which nobody can tell whose it is."""
    written = ", ".join(f"{key}={value}" for key, value in sorted(labels.items()))
    whose, cure = (f" and belongs to {ring.controller}", RENAME_IT) if ring.controller else ("", ADOPT_IT)
    return arguments.finding(
        Reason.NAME_CLASH, kind="Secret", name=ring.name, whose=whose, cure=cure.format(labels=written)
    )


def _wrong(wish: Wish, keys: Keys) -> dict[str, str]:
    """Return what is wrong with entries of the user's own Secret."""
    given, ring = keys.given, keys.served or KeyRing(name="", uid="", version="")
    if given is None:
        return {}
    twins = {entry: orders.twin(wish, ring, given, entry) for entry in wish.entries if entry in given.addresses}
    return given.bad | {entry: f"has the same key as {other}" for entry, other in twins.items() if other}


def _invalid(secret: str, entry: str, problem: str, cure: str) -> Finding:
    return arguments.finding(Reason.KEY_INVALID, entry=entry, secret=secret, problem=problem, cure=cure)
