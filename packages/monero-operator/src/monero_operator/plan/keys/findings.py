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
from monero_operator.plan.keys import orders
from monero_operator.plan.keys.wishes import Wish

DELETE_IT = "delete the entry to get a new key, or put the right one there"
CORRECT_IT = "correct it; what is served stays as it is until then"

_FIRST = (Reason.KEYS_UNREADABLE, Reason.NAME_CLASH, Reason.KEYS_MISSING, Reason.KEY_INVALID, Reason.KEYS_AWAITED)
"""What a person must do something about comes before what comes by itself."""


def conditions(name: str, wishes: Iterable[Wish], known: Mapping[HiddenNetwork, Keys]) -> tuple[Condition, ...]:
    """Return the condition KeysValid of the set of this name, or none where no keys are used."""
    used = [wish for wish in wishes if wish.is_used]
    found = [finding for wish in used for finding in _of_one(name, wish, known.get(wish.network, Keys()))]
    return (keys_valid.evaluate(sorted(found, key=_weight)),) if used else ()


def _weight(finding: Finding) -> int:
    return _FIRST.index(finding.reason)


def _of_one(name: str, wish: Wish, keys: Keys) -> Iterator[Finding]:
    ring, secret = keys.served, naming.keys(name, wish.network)
    if keys.because:
        yield arguments.finding(Reason.KEYS_UNREADABLE, problem=keys.because)
        return
    if ring and not ring.is_ours:
        yield arguments.finding(Reason.NAME_CLASH, kind="Secret", name=secret, whose="")
        return
    if orders.is_awaited(wish, keys.given):
        yield arguments.finding(Reason.KEYS_MISSING, secret=wish.given)
    yield from _of_given(wish, keys)
    bad = ring.bad if ring else {}
    for entry in sorted(bad):
        yield _invalid(secret, entry, bad[entry], DELETE_IT)
    had = orders.current(ring) if ring else ()
    if awaited := [entry for entry in wish.entries if entry not in had]:
        yield arguments.finding(Reason.KEYS_AWAITED, secret=secret, entries=reasons.listed(awaited))


def _of_given(wish: Wish, keys: Keys) -> Iterator[Finding]:
    given, ring = keys.given, keys.served or KeyRing(name="", uid="", version="")
    if given is None:
        return
    for entry in sorted(given.bad):
        yield _invalid(given.name, entry, given.bad[entry], CORRECT_IT)
    for entry in wish.entries:
        if entry in given.addresses and (other := orders.twin(wish, ring, given, entry)):
            yield _invalid(given.name, entry, f"has the same key as {other}", CORRECT_IT)


def _invalid(secret: str, entry: str, problem: str, cure: str) -> Finding:
    return arguments.finding(Reason.KEY_INVALID, entry=entry, secret=secret, problem=problem, cure=cure)
