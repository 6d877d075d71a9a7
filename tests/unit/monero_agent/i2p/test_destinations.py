# SPDX-License-Identifier: Apache-2.0
"""Keys of destinations: what is served when they come, change, break and go."""

import pytest

from monero_agent.i2p.destinations import Destinations
from monero_agent.i2p.wanted import Place, Service
from monero_operator.keys import i2p

P2P = Service("p2p", "p2p-0", 1, Place("127.0.0.1", 18085), {})
RPC = Service("rpc", "p2p-0", 18089, Place("127.0.0.1", 18089), {})
SHARED = Service("shared", "rpc", 18089, Place("127.0.0.1", 18089), {})


def _key(number):
    return i2p.make(bytes([number]) * i2p.ENTROPY_BYTES)


@pytest.fixture
def keys(tmp_path):
    """What the Secret holds."""
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "rpc.dat").write_bytes(_key(1))
    (folder / "p2p-0.dat").write_bytes(_key(2))
    return folder


@pytest.fixture
def folder(tmp_path, keys):
    """What is served of it."""
    return Destinations(tmp_path / "served", keys)


def _take(folder, *services):
    served, problems = folder.install(services or (SHARED,))
    folder.keep_only(served)
    return served, [problem.code for problem in problems]


def test_services_of_one_key_share_its_destination(folder):
    """One file, which holds the key as it is."""
    (p2p, rpc, shared), problems = _take(folder, P2P, RPC, SHARED)

    assert (p2p.file, p2p.address) == (rpc.file, rpc.address) == (p2p.file, i2p.address(_key(2)))
    assert shared.file.read_bytes() == _key(1)
    assert shared.file.stat().st_mode & 0o777 == 0o600
    assert problems == []


def test_an_encrypted_service_is_told_by_the_address_that_reaches_it(folder):
    """i2pd's console knows it by the other one."""
    encrypted = Service("shared", "rpc", 18089, SHARED.target, {"i2cp.leaseSetType": "5"})
    ((served,), _) = _take(folder, encrypted)

    assert (served.address, served.destination) == (i2p.encrypted_address(_key(1)), i2p.address(_key(1)))


def test_a_rotated_key_gets_a_file_of_its_own_and_the_previous_one_stays_as_it_is(folder, keys):
    """It comes last, and goes with its entry."""
    ((before,), _) = _take(folder)
    (keys / "rpc.dat.previous").write_bytes(_key(1))
    (keys / "rpc.dat").write_bytes(_key(3))

    (current, previous), problems = _take(folder)

    assert (current.address, current.is_previous) == (i2p.address(_key(3)), False)
    assert (previous.file, previous.is_previous) == (before.file, True)
    assert problems == []

    (keys / "rpc.dat.previous").unlink()
    ((only,), _) = _take(folder)
    assert only.file == current.file
    assert not before.file.exists()


def test_a_service_without_a_key_holds_up_no_other(folder):
    """There is nothing to serve it from: i2pd would make a destination that nobody knows."""
    lost = Service("rpc", "rpc-7", 18089, SHARED.target, {})
    (served, problems) = _take(folder, lost, SHARED)

    assert ([each.service for each in served], problems) == ([SHARED], ["KeyMissing"])


def test_one_key_and_one_port_are_one_tunnel(folder, keys):
    """A person's key may have been given twice."""
    (keys / "p2p-0.dat").write_bytes(_key(1))

    (served, problems) = _take(folder, RPC, SHARED)

    assert ([each.service for each in served], problems) == ([RPC], ["KeyDuplicate"])
