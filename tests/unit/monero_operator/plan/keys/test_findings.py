# SPDX-License-Identifier: Apache-2.0
"""What KeysValid says, and what it says first."""

import pytest

from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.api.v1alpha1.common import SecretReference
from monero_operator.api.v1alpha1.nodes import NodeSpec
from monero_operator.facts import HiddenNetwork, KeyRing, Keys
from monero_operator.naming import OwnerKind
from monero_operator.plan.keys import findings, wishes

KIND = OwnerKind.NODE_SET
NEEDED = ("rpc", "p2p-0")
GOOD = {entry: f"{entry}.onion" for entry in NEEDED}


def ring(*, name: str = "n-tor", is_ours: bool = True, **fields: dict[str, str]) -> KeyRing:
    """Return what is seen of a Secret."""
    return KeyRing(name=name, uid="s", version="1", is_ours=is_ours, **{"addresses": GOOD} | fields)  # type: ignore[arg-type]  # fields of a KeyRing


def said(known: dict[HiddenNetwork, Keys], *, own: str = "", i2p: bool = False) -> tuple[str, str, str]:
    """Return status, reason and sentence for a set of one node with Tor."""
    tor = Tor(enabled=True, secret_ref=SecretReference(own) if own else None)
    wished = wishes.of(NodeSpec(tor=tor, i2p=I2p(enabled=i2p)), 1)
    (condition,) = findings.conditions(KIND, "n", wished, known)
    return condition.status, condition.reason, condition.message


def test_nothing_is_said_where_no_keys_are_used() -> None:
    """Whoever has neither Tor nor I2P need not read about them."""
    assert findings.conditions(KIND, "n", wishes.of(NodeSpec(), 3), {}) == ()
    assert len(findings.conditions(KIND, "n", wishes.of(NodeSpec(), 3, transport="i2p"), {})) == 1


@pytest.mark.parametrize(
    ("keys", "own", "reason", "told"),
    [
        (Keys(served=ring()), "", "KeysGood", ""),
        (Keys(), "", "KeysAwaited", "rpc, p2p-0"),
        (Keys(served=ring(addresses={"rpc": "r"})), "", "KeysAwaited", "p2p-0"),
        (Keys(because="forbidden"), "mine", "KeysUnreadable", "forbidden"),
        (Keys(served=ring(is_ours=False)), "", "NameClash", "Secret n-tor"),
        (Keys(served=ring()), "mine", "KeysMissing", "Secret mine"),
        (Keys(), "mine", "KeysMissing", "Secret mine"),
        (Keys(given=ring(name="mine", addresses={})), "mine", "KeysMissing", "Secret mine"),
        (Keys(served=ring(bad={"rpc": "is wrong"})), "", "KeyInvalid", "rpc of Secret n-tor is wrong: delete"),
        (Keys(served=ring(), given=ring(name="mine", bad={"rpc": "is wrong"})), "mine", "KeyInvalid", "Secret mine"),
        (
            Keys(served=ring(), given=ring(name="mine", addresses={"rpc": GOOD["p2p-0"]})),
            "mine",
            "KeyInvalid",
            "same key as p2p-0",
        ),
        (
            Keys(served=ring(), given=ring(name="mine", addresses={"p2p-7": "x", "rpc": "r"})),
            "mine",
            "KeysUnused",
            ": p2p-7",
        ),
        (Keys(), "n-tor", "KeysOfItself", "Secret n-tor"),
        (Keys(served=ring(), given=ring()), "n-tor", "KeysOfItself", "another name"),
        (Keys(served=ring()), "n-i2p", "KeysOfItself", "Secret n-i2p"),
        # Keys of before may be bad, or of a node that is away: they were asked for once.
        (Keys(served=ring(bad={"p2p-7": "is wrong"})), "", "KeyInvalid", "p2p-7"),
    ],
)
def test_each_trouble_has_its_reason(keys: Keys, own: str, reason: str, told: str) -> None:
    """The sentence names what it is about."""
    status, its_reason, message = said({"tor": keys}, own=own)

    assert (its_reason, status) == (reason, "True" if reason in ("KeysGood", "KeysUnused") else "False")
    assert told in message


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (Keys(), "Secret mine, which secretRef names, does not exist, and no other key takes its place: create it, or"),
        (
            Keys(given=ring(name="mine", addresses={})),
            "has no key, and no other key takes its place: put some there by",
        ),
        (Keys(given=ring(name="mine", addresses={"p2p-0": "x"}, bad={"rpc": "is wrong"})), "there is no such address"),
        (Keys(served=ring(), given=ring(name="mine", bad={"rpc": "is wrong"})), "what is served stays as it is"),
    ],
)
def test_one_cause_has_one_sentence(keys: Keys, expected: str) -> None:
    """What is missing because of it is not said to come by itself, and what is not there is not said to stay."""
    served = keys.served or ring(addresses={"p2p-0": "x"}) if keys.given else None

    _, _, message = said({"tor": Keys(served=served, given=keys.given)}, own="mine")

    assert expected in message
    assert "as soon as nothing stands in the way" not in message


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"controller": "MoneroNetwork n"},
            "belongs to MoneroNetwork n, and it is not touched: rename one",
        ),
        ({}, "a copy of this set's keys, give it the labels app.kubernetes.io/"),
    ],
)
def test_whose_a_secret_is_that_stands_in_the_way_is_told(fields: dict[str, str], expected: str) -> None:
    """A copy without its labels is nobody's: they are how it is known again."""
    message = said({"tor": Keys(served=ring(is_ours=False, **fields))})[2]  # type: ignore[arg-type]  # fields of a KeyRing

    assert expected in message


def test_what_a_person_must_do_comes_first() -> None:
    """Of two networks too."""
    known: dict[HiddenNetwork, Keys] = {"tor": Keys(), "i2p": Keys(served=ring(name="n-i2p", bad={"rpc": "is wrong"}))}

    status, reason, message = said(known, i2p=True)

    assert (status, reason) == ("False", "KeyInvalid")
    assert message.index("n-i2p") < message.index("n-tor")
