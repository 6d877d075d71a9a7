# SPDX-License-Identifier: Apache-2.0
"""Folders of onions: what is served when keys come, change, break and go."""

import dataclasses
import hashlib

import pytest

from monero_agent.tor import onions, wanted

TAG = b"== ed25519v1-secret: type0 ==\0\0\0"
SERVICE = wanted.Service("rpc", "rpc-0", ("18089 127.0.0.1:18089",), (), {}, ())
ALICE, BOB = "A" * 51 + "Q", "7" * 52
MASTER = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion"


def _key(number):
    digest = bytearray(hashlib.sha512(bytes([number])).digest())
    digest[0] &= 248
    digest[31] = digest[31] & 63 | 64
    return TAG + bytes(digest)


@pytest.fixture
def keys(tmp_path):
    """What the Secret holds."""
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "rpc-0.secret_key").write_bytes(_key(1))
    return folder


@pytest.fixture
def folder(tmp_path, keys):
    """What is served of it."""
    return onions.Onions(tmp_path / "onions", keys)


def _secret(served):
    return (served.folder / "hs_ed25519_secret_key").read_bytes()


def _take(folder, *services):
    installed = folder.install(services or (SERVICE,))
    folder.keep_only(installed.served)
    return installed


def test_a_key_is_served_from_a_folder_with_nothing_else(folder):
    """tor makes the public key and the address itself, so that they cannot differ."""
    (served,) = _take(folder).served

    assert _secret(served) == _key(1)
    assert {path.name for path in served.folder.iterdir()} == {"hs_ed25519_secret_key", "authorized_clients"}
    assert served.folder.stat().st_mode & 0o777 == 0o700


def test_nothing_new_is_no_reason_to_reload(folder):
    """A reload closes the ports of clients for a moment."""
    assert _take(folder).is_changed
    assert not _take(folder).is_changed


def test_a_rotation_leaves_the_old_onion_where_it_was(folder, keys):
    """Its introduction points are then not given up; the new one has a folder of its own."""
    (before,) = _take(folder).served
    (keys / "rpc-0.secret_key.previous").write_bytes(_key(1))
    (keys / "rpc-0.secret_key").write_bytes(_key(2))

    new, old = _take(folder).served

    assert (old.folder, old.is_previous) == (before.folder, True)
    assert (_secret(new), new.is_previous) == (_key(2), False)


def test_a_retired_key_is_gone(folder, keys, tmp_path):
    """Neither served nor left in memory."""
    _take(folder)
    (keys / "rpc-0.secret_key").write_bytes(_key(2))

    (served,) = _take(folder).served

    assert [path for path in (tmp_path / "onions").iterdir() if path.is_dir()] == [served.folder]


def test_without_any_good_key_only_that_service_is_left_out(folder, keys):
    """The other one does not suffer."""
    (keys / "p2p-0.secret_key").write_bytes(b"")
    p2p = dataclasses.replace(SERVICE, name="p2p", key="p2p-0")

    installed = _take(folder, p2p, SERVICE)

    assert [served.service.name for served in installed.served] == ["rpc"]
    assert [problem.message for problem in installed.problems] == [
        "the key p2p-0 cannot be used: it has 0 bytes, and a key has 96; it is not served"
    ]


def test_one_key_for_two_services_is_served_once(folder, keys):
    """tor ends over two folders with the same key."""
    (keys / "p2p-0.secret_key").write_bytes(_key(1))
    p2p = dataclasses.replace(SERVICE, name="p2p", key="p2p-0")

    installed = _take(folder, SERVICE, p2p)

    assert [served.service.name for served in installed.served] == ["rpc"]
    assert [problem.code for problem in installed.problems] == ["KeyDuplicate"]


def test_a_previous_key_that_is_the_present_one_is_no_problem(folder, keys):
    """Who rotates back has both for a while."""
    (keys / "rpc-0.secret_key.previous").write_bytes(_key(1))

    installed = _take(folder)

    assert (len(installed.served), installed.problems) == (1, ())


def test_clients_come_and_go(folder):
    """A file each, and nobody stays who is not named any more."""
    both = _take(folder, dataclasses.replace(SERVICE, clients={"alice": ALICE, "bob": BOB}))
    bob = _take(folder, dataclasses.replace(SERVICE, clients={"bob": BOB}))

    (served,) = bob.served
    allowed = {path.name: path.read_text() for path in (served.folder / "authorized_clients").iterdir()}
    assert allowed == {"bob.auth": f"descriptor:x25519:{BOB}\n"}
    assert (both.is_changed, bob.is_changed) == (True, True)


@pytest.mark.parametrize(
    ("before", "after", "is_narrowed"),
    [
        ({}, {"bob": BOB}, True),
        ({"alice": ALICE, "bob": BOB}, {"bob": BOB}, True),
        ({"bob": ALICE}, {"bob": BOB}, True),
        ({"bob": BOB}, {"alice": ALICE, "bob": BOB}, False),
        ({"bob": BOB}, {}, False),
        ({"bob": BOB}, {"bob": BOB}, False),
    ],
)
def test_who_may_not_get_in_any_more_makes_tor_begin_anew(folder, before, after, is_narrowed):
    """A reload keeps the introduction points that such a client knows."""
    (served,) = _take(folder, dataclasses.replace(SERVICE, clients=before)).served
    (served.folder / "hostname").write_text(f"{MASTER}\n")

    assert _take(folder, dataclasses.replace(SERVICE, clients=after)).is_narrowed == is_narrowed


def test_a_service_that_tor_has_not_begun_is_narrowed_by_nothing(folder):
    """Nobody can have learned of it."""
    assert not _take(folder, dataclasses.replace(SERVICE, clients={"bob": BOB})).is_narrowed


def test_a_service_for_clients_of_whom_none_is_valid_is_not_open_to_all(folder):
    """tor would let everybody in."""
    installed = _take(folder, dataclasses.replace(SERVICE, clients={"alice": "nonsense"}))

    assert installed.served == ()
    assert {problem.code for problem in installed.problems} == {"ClientInvalid"}


def test_a_backend_knows_the_onions_that_it_answers_for(folder):
    """During a rotation of the front there are two."""
    (served,) = _take(folder, dataclasses.replace(SERVICE, masters=(MASTER, MASTER))).served

    assert (served.folder / "ob_config").read_text() == f"MasterOnionAddress {MASTER}\n" * 2


def test_an_address_is_what_tor_wrote(folder):
    """Before that there is none to tell."""
    (served,) = _take(folder).served
    before = onions.address(served.folder)
    (served.folder / "hostname").write_text(f"{MASTER}\n")

    assert (before, onions.address(served.folder)) == (None, MASTER)
