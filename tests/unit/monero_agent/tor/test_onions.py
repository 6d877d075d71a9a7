# SPDX-License-Identifier: Apache-2.0
"""Folders of onions: what is served when keys come, change, break and go."""

import dataclasses
import hashlib
from typing import NamedTuple

import pytest

from monero_agent.tor import clients, onions, torrc, wanted

TAG = b"== ed25519v1-secret: type0 ==\0\0\0"
SERVICE = wanted.Service("rpc", "rpc-0", ("18089 127.0.0.1:18089",), (), {}, ())
ALICE, BOB = "A" * 51 + "Q", "7" * 52
MASTER = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion"


class Taken(NamedTuple):
    """What came of taking in what is mounted."""

    served: tuple[torrc.Served, ...]
    change: clients.Change
    codes: list[str]


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
    problems = []
    served = folder.find(services or (SERVICE,), problems)
    change = folder.settle(served)
    folder.keep_only(served)
    return Taken(served, change, [problem.code for problem in problems])


def test_a_key_is_served_from_a_folder_with_nothing_else(folder):
    """tor makes the public key and the address itself, so that they cannot differ."""
    (served,) = _take(folder).served

    assert _secret(served) == _key(1)
    assert {path.name for path in served.folder.iterdir()} == {"hs_ed25519_secret_key", "authorized_clients"}
    assert served.folder.stat().st_mode & 0o777 == 0o700


def test_nothing_new_is_no_reason_to_reload(folder):
    """A reload closes the ports of clients for a moment."""
    service = dataclasses.replace(SERVICE, clients={"alice": ALICE}, masters=(MASTER,))

    assert _take(folder, service).change.is_any
    assert not _take(folder, service).change.is_any
    assert not onions.are_masters_new(folder.find((service,), []))


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
    assert installed.codes == ["KeyInvalid"]


def test_one_key_for_two_services_is_served_once(folder, keys):
    """tor ends over two folders with the same key."""
    (keys / "p2p-0.secret_key").write_bytes(_key(1))
    p2p = dataclasses.replace(SERVICE, name="p2p", key="p2p-0")

    installed = _take(folder, SERVICE, p2p)

    assert [served.service.name for served in installed.served] == ["rpc"]
    assert installed.codes == ["KeyDuplicate"]


def test_a_previous_key_that_is_the_present_one_is_no_problem(folder, keys):
    """Who rotates back has both for a while."""
    (keys / "rpc-0.secret_key.previous").write_bytes(_key(1))

    installed = _take(folder)

    assert (len(installed.served), installed.codes) == (1, [])


def test_clients_come_and_go(folder):
    """A file each, and nobody stays who is not named any more."""
    both = _take(folder, dataclasses.replace(SERVICE, clients={"alice": ALICE, "bob": BOB}))
    bob = _take(folder, dataclasses.replace(SERVICE, clients={"bob": BOB}))

    (served,) = bob.served
    allowed = {path.name: path.read_text() for path in (served.folder / "authorized_clients").iterdir()}
    assert allowed == {"bob.auth": f"descriptor:x25519:{BOB}\n"}
    assert (both.change.is_any, bob.change.is_any) == (True, True)


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

    assert _take(folder, dataclasses.replace(SERVICE, clients=after)).change.is_narrowed == is_narrowed


def test_a_service_that_tor_has_not_begun_is_narrowed_by_nothing(folder):
    """Nobody can have learned of it."""
    assert not _take(folder, dataclasses.replace(SERVICE, clients={"bob": BOB})).change.is_narrowed


def test_a_service_for_clients_of_whom_none_is_valid_is_not_open_to_all(folder):
    """tor would let everybody in."""
    installed = _take(folder, dataclasses.replace(SERVICE, clients={"alice": "nonsense"}))

    assert installed.served == ()
    assert set(installed.codes) == {"ClientInvalid"}


def test_what_is_on_trial_is_not_what_tor_serves(folder):
    """tor may begin at any time, and would read it."""
    before = _take(folder, dataclasses.replace(SERVICE, clients={"bob": BOB})).served
    other = folder.find((dataclasses.replace(SERVICE, masters=(MASTER,)),), [])

    (tried,) = folder.on_trial(other)

    assert onions.are_masters_new(other)
    assert (tried.folder / "ob_config").read_text() == f"MasterOnionAddress {MASTER}\n"
    assert not (before[0].folder / "ob_config").exists()
    assert set(clients.let_in(before[0].folder)) == {"bob.auth"}


@pytest.mark.parametrize(
    ("before", "now", "left"),
    [
        ({"alice": ALICE, "bob": BOB}, {"bob": BOB, "carol": ALICE}, {"bob.auth"}),
        ({}, {"bob": BOB}, {"bob.auth"}),
        ({"bob": BOB}, {}, {"bob.auth"}),
        ({"alice": ALICE}, {"bob": BOB}, set(clients.NOBODY)),
        ({"bob": ALICE}, {"bob": BOB}, set(clients.NOBODY)),
        ({"bob": BOB}, {"alice": "nonsense"}, set(clients.NOBODY)),
    ],
)
def test_while_services_are_refused_those_get_in_who_may_by_the_old_and_the_new(folder, before, now, left):
    """Who was taken out does not wait for another line to be corrected, and nobody comes in by what is refused."""
    served = _take(folder, dataclasses.replace(SERVICE, clients=before)).served
    wanted_now = [dataclasses.replace(SERVICE, key="rpc-1", clients=now)]

    folder.narrow(served, wanted_now)
    again = folder.narrow(served, wanted_now)

    assert set(clients.let_in(served[0].folder)) == left
    assert not again.is_any


def test_an_agent_that_is_started_anew_knows_what_was_served(folder, keys, tmp_path):
    """Whatever is mounted then."""
    (keys / "rpc-0.secret_key.previous").write_bytes(_key(2))
    served = _take(folder).served
    (keys / "rpc-0.secret_key").write_bytes(_key(3))

    assert onions.Onions(tmp_path / "onions", keys).last((SERVICE,)) == served


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
