# SPDX-License-Identifier: Apache-2.0
"""Files of Secrets: what is read of them, ours and a user's own, and what becomes of them."""

import pytest

from monero_operator.keys import entries, i2p, onion
from monero_operator.keys.malformed import MalformedError

KEY, OTHER, THIRD = (onion.make(bytes([number]) * 32) for number in (1, 2, 3))
ADDRESS = onion.address(KEY)
LINE = f"{ADDRESS}\n".encode()
DESTINATION = i2p.make(b"\x01" * 96)
WHOLE = {"hs_ed25519_secret_key": KEY, "hs_ed25519_public_key": onion.public_file(KEY), "hostname": LINE}


def test_entries_are_told_from_other_files() -> None:
    """Only files that we name so are keys; everything else in a Secret is its owner's."""
    names = ("rpc", "rpc-0", "p2p-63", "p2p", "rpc-01", "rpc-100", "RPC", "x-rpc", "")
    files = {f"{name}.secret_key": KEY for name in names} | {
        "rpc.secret_key.previous": OTHER,
        "rpc.secret_key.old": OTHER,
        "rpc.hostname": LINE,
        "rpc.dat": DESTINATION,
    }

    assert entries.read(entries.TOR, files).addresses == {
        "rpc": ADDRESS,
        "rpc-0": ADDRESS,
        "p2p-63": ADDRESS,
        "rpc.previous": onion.address(OTHER),
    }
    found = entries.read(entries.I2P, files)
    assert found.addresses == {"rpc": i2p.address(DESTINATION)}
    assert found.encrypted_addresses == {"rpc": i2p.encrypted_address(DESTINATION)}


def test_file_for_people_that_is_missing_or_wrong_is_noticed() -> None:
    """Of the key in use: that of a former one has none."""
    files = {"rpc.secret_key": KEY, "rpc.hostname": LINE, "p2p-0.secret_key": OTHER, "rpc.secret_key.previous": THIRD}

    assert entries.read(entries.TOR, files).misnamed == ("p2p-0",)
    assert entries.read(entries.TOR, files | {"rpc.hostname": b"evil.onion\n"}).misnamed == ("p2p-0", "rpc")


def test_file_for_people_may_tell_the_address_of_an_encrypted_lease_set() -> None:
    """At the other one nothing answers then; which of the two is wanted is not the Secret's to say."""
    written = entries.changes(entries.I2P, {}, {"rpc": DESTINATION}, encrypted=("rpc",))

    files = {name: content for name, content in written.items() if content is not None}
    found = entries.read(entries.I2P, files)

    assert files["rpc.b32"].decode() == i2p.encrypted_address(DESTINATION) + "\n"
    assert (found.misnamed, found.encrypted) == ((), ("rpc",))
    renamed = entries.changes(entries.I2P, files, {}, named=("rpc",))
    assert renamed == {"rpc.b32": f"{i2p.address(DESTINATION)}\n".encode()}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"rpc.secret_key": KEY[:-1]}, "95 bytes"),
        (WHOLE | {"hs_ed25519_public_key": onion.public_file(OTHER)}, "hs_ed25519_public_key"),
        (WHOLE | {"hostname": b"x.onion\n"}, "hostname"),
        ({"hs_ed25519_secret_key": b""}, "0 bytes"),
    ],
)
def test_wrong_key_of_a_user_is_told(files: dict[str, bytes], told: str) -> None:
    """Also one that is good in itself, beside files of another: one of them is not what its owner believes."""
    found = entries.read_given(entries.TOR, files)

    assert found.addresses == {}
    assert told in found.bad["rpc"]


def test_names_of_2021_are_taken_where_ours_are_not() -> None:
    """What stands by our name is newer."""
    assert entries.read_given(entries.TOR, WHOLE).addresses == {"rpc": ADDRESS}
    both = entries.read_given(entries.TOR, WHOLE | {"rpc.secret_key": OTHER})
    assert (both.addresses, both.bad) == ({"rpc": onion.address(OTHER)}, {})
    assert entries.read_given(entries.I2P, WHOLE).addresses == {}
    # People end such files with a newline, or without one.
    assert entries.read_given(entries.TOR, WHOLE | {"hostname": ADDRESS.encode()}).bad == {}


def test_a_key_for_two_entries_of_a_user_is_told() -> None:
    """Two services of one address would take turns at random."""
    found = entries.read_given(entries.TOR, {"p2p-0.secret_key": KEY, "rpc.secret_key": KEY, "p2p-1.secret_key": OTHER})

    assert found.addresses.keys() == {"p2p-0", "p2p-1"}
    assert found.bad == {"rpc": "has the same key as p2p-0"}


def test_former_keys_of_a_user_are_not_taken() -> None:
    """Overlaps are the operator's to make."""
    files = {"rpc.secret_key": KEY, "rpc.secret_key.previous": OTHER}

    assert entries.given_files(entries.TOR, files) == {"rpc.secret_key": KEY}


def test_a_new_key_comes_with_its_name_and_may_leave_the_old_one() -> None:
    """A bad key is not worth keeping, and one that was not there cannot be."""
    files = {"rpc.secret_key": KEY, "p2p-0.secret_key": b"bad"}
    new = {"rpc": OTHER, "p2p-0": THIRD, "p2p-1": OTHER}

    changed = entries.changes(entries.TOR, files, new, keeps_previous=True)

    assert changed == {
        "rpc.secret_key": OTHER,
        "rpc.hostname": f"{onion.address(OTHER)}\n".encode(),
        "rpc.secret_key.previous": KEY,
        "p2p-0.secret_key": THIRD,
        "p2p-0.hostname": f"{onion.address(THIRD)}\n".encode(),
        "p2p-1.secret_key": OTHER,
        "p2p-1.hostname": f"{onion.address(OTHER)}\n".encode(),
    }
    assert "rpc.secret_key.previous" not in entries.changes(entries.TOR, files, new)


def test_names_are_put_right_and_former_keys_go() -> None:
    """Nothing else is touched."""
    files = {"rpc.secret_key": KEY, "rpc.hostname": b"evil.onion\n", "rpc.secret_key.previous": OTHER}

    changed = entries.changes(entries.TOR, files, {}, named=["rpc"], retired=["rpc.previous"])

    assert changed == {"rpc.hostname": LINE, "rpc.secret_key.previous": None}


@pytest.mark.parametrize(
    "files",
    [{}, {"hs_ed25519_secret_key": KEY}, {"hs_ed25519_secret_key": KEY, "hostname": LINE}, WHOLE, {"note": b"mine"}],
)
def test_a_secret_of_2021_gets_what_it_lacks(files: dict[str, bytes]) -> None:
    """A key where there is none; beside a key what belongs to it."""
    missing = entries.filled(files, b"\x01" * 32)

    assert missing == {name: content for name, content in WHOLE.items() if name not in files}


@pytest.mark.parametrize(
    "files",
    [
        {"hostname": LINE},
        {"hs_ed25519_public_key": onion.public_file(KEY)},
        WHOLE | {"hostname": b"x.onion"},
        {"hs_ed25519_secret_key": KEY, "hs_ed25519_public_key": onion.public_file(OTHER)},
        {"hs_ed25519_secret_key": onion.public_file(KEY), "hs_ed25519_public_key": KEY},
    ],
)
def test_files_of_2021_that_do_not_belong_together_are_left(files: dict[str, bytes]) -> None:
    """The prototype of 2021 mixed the two up; whose key it was, nobody can say."""
    with pytest.raises(MalformedError):
        entries.filled(files, b"\x01" * 32)


def test_entries_are_told_in_the_order_in_which_people_look_for_them() -> None:
    """What wallets use first, and ten after nine."""
    told = ["rpc", "rpc-2", "rpc-10", "p2p-2", "p2p-10", "p2p-10.previous"]

    assert told == sorted(sorted(told), key=entries.by_purpose)
