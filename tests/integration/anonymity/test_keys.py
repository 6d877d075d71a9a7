# SPDX-License-Identifier: Apache-2.0
"""Keys and addresses of ours beside what a real tor and a real i2pd make of the same files; neither joins a network."""

from __future__ import annotations

import contextlib
import os
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from monero_operator.keys import client, curve, entries, i2p, onion
from monero_operator.keys.malformed import MalformedError
from tests.support import anonymity_programs, i2p_network, loopback, waiting

KEYS = 8
SECONDS = 30.0
SEED = bytes(range(1, 33))
ALONE = "127.77.250.1"
"""Where a router stands that knows no other."""


def onion_folder(base: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Make a HiddenServiceDir with these files."""
    folder = base / name
    folder.mkdir(mode=0o700)
    for file, content in files.items():
        (folder / file).parent.mkdir(mode=0o700, exist_ok=True)
        (folder / file).write_bytes(content)
    return folder


@contextlib.contextmanager
def tor(base: Path, *folders: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a tor that serves these folders and knows no network."""
    services = "".join(f"HiddenServiceDir {folder}\nHiddenServicePort 80 127.0.0.1:80\n" for folder in folders)
    (base / "data").mkdir(mode=0o700)
    (base / "torrc").write_text(f"DisableNetwork 1\nSocksPort 0\nDataDirectory {base}/data\n{services}")
    command = [anonymity_programs.programs().tor, "-f", str(base / "torrc"), "--Log", "info stdout"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def hostname(folder: Path) -> str:
    """Return the address that tor derived."""
    waiting.until((folder / "hostname").exists, seconds=SECONDS, what=f"hostname in {folder.name}", every=0.05)
    return waiting.until(lambda: (folder / "hostname").read_text().strip(), seconds=SECONDS, what="hostname")


def test_addresses_are_the_hostnames_that_tor_derives(tmp_path: Path) -> None:
    """From the secret file alone, and from all three files, which are those that tor would write."""
    secrets = {f"key{number}": onion.make(os.urandom(32)) for number in range(KEYS)}
    folders = {name: onion_folder(tmp_path, name, {"hs_ed25519_secret_key": key}) for name, key in secrets.items()}
    whole = entries.filled({}, SEED)
    complete = onion_folder(tmp_path, "whole", {name: content for name, content in whole.items() if content})

    with tor(tmp_path, complete, *folders.values()):
        derived = {name: hostname(folder) for name, folder in folders.items()}
        assert derived == {name: onion.address(key) for name, key in secrets.items()}
        for name, key in secrets.items():
            assert (folders[name] / "hs_ed25519_public_key").read_bytes() == onion.public_file(key)
        assert {name: (complete / name).read_bytes() for name in whole} == whole


def test_keys_that_tor_made_are_good(tmp_path: Path) -> None:
    """Users bring such keys: by our own names, and as tor's own directory holds them."""
    folder = onion_folder(tmp_path, "fresh", {})

    with tor(tmp_path, folder):
        address = hostname(folder)
        files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    assert entries.read_given(entries.TOR, files).addresses == {"rpc": address}
    assert entries.read(entries.TOR, {"p2p-3.secret_key": files["hs_ed25519_secret_key"]}).addresses == {
        "p2p-3": address
    }


def test_what_makes_tor_end_or_serve_strangers_is_told_before(tmp_path: Path) -> None:
    """A public key of another, files mixed up, a seed instead of a key: all are refused."""
    key, other = onion.make(SEED), onion.make(SEED[::-1])
    seed_and_public = onion.SECRET_TAG + SEED + curve.public_key(curve.expand(SEED)[:32])
    swapped = {"hs_ed25519_secret_key": onion.public_file(key), "hs_ed25519_public_key": key}
    stranger = {"hs_ed25519_secret_key": key, "hs_ed25519_public_key": onion.public_file(other)}
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    wrong = onion_folder(tmp_path / "one", "wrong", {"hs_ed25519_secret_key": seed_and_public})
    mixed = onion_folder(tmp_path / "one", "mixed", swapped)
    with tor(tmp_path / "one", wrong, mixed):
        assert hostname(wrong) != onion.address(key)
        assert hostname(mixed) != onion.address(key)
    with tor(tmp_path / "two", onion_folder(tmp_path / "two", "ending", stranger)) as ending:
        assert ending.wait(SECONDS) != 0

    for files in ({"hs_ed25519_secret_key": seed_and_public}, swapped, stranger):
        assert entries.read_given(entries.TOR, files).bad.keys() == {"rpc"}


def test_tor_takes_the_clients_that_we_take(tmp_path: Path) -> None:
    """Of a client that is passed over tor only warns, and lets everybody in: ours are not passed over."""
    public, _ = client.make(os.urandom(32))
    bad = "A" * 51
    files = {
        "hs_ed25519_secret_key": onion.make(SEED),
        "authorized_clients/good.auth": client.authorized_line(public).encode(),
        "authorized_clients/bad.auth": client.authorized_line(bad).encode(),
    }
    folder = onion_folder(tmp_path, "served", files)

    with tor(tmp_path, folder) as process:
        hostname(folder)
        process.terminate()
        log, _ = process.communicate(timeout=SECONDS)

    client.check(public)
    with pytest.raises(MalformedError):
        client.check(bad)
    assert "Loaded a client authorization key file good.auth" in log
    assert "Loaded a client authorization key file bad.auth" not in log


def page(port: int, query: str) -> str:
    """Return a page of a router's console."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/?page={query}", timeout=5) as answer:
        return str(answer.read().decode())


def wait_shown(port: int, *addresses: str) -> None:
    """Wait until a router's console shows these addresses as its own."""

    def missing() -> set[str]:
        shown = page(port, "i2p_tunnels")
        return {address for address in addresses if address not in shown}

    waiting.until(lambda: not missing(), seconds=SECONDS, what=f"tunnels for {addresses}", every=0.1)


@contextlib.contextmanager
def router(folder: Path, *tunnels: str) -> Iterator[int]:
    """Run an i2pd that knows no other router, and give the port of its console."""
    [port] = loopback.free_ports(1)
    options = {
        "netid": "77",
        "host": ALONE,
        "address4": ALONE,
        "port": "4567",
        "nat": "false",
        "reservedrange": "false",
        "ssu2.enabled": "false",
        "httpproxy.enabled": "false",
        "socksproxy.enabled": "false",
        "sam.enabled": "false",
        "http.enabled": "true",
        "http.address": "127.0.0.1",
        "http.port": str(port),
        "reseed.urls": "",
        "reseed.yggurls": "",
        "reseed.threshold": "0",
        "addressbook.enabled": "false",
    }
    (folder / "i2pd.conf").write_text(i2p_network.configuration(options))
    (folder / "tunnels.conf").write_text("".join(tunnels))
    command = [anonymity_programs.programs().i2pd, f"--datadir={folder}", f"--conf={folder / 'i2pd.conf'}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--tunconf={folder / 'tunnels.conf'}", "--log=stdout"], stdin=subprocess.DEVNULL, stdout=log
        )
    try:
        waiting.until(lambda: page(port, "i2p_tunnels"), seconds=SECONDS, what="the console", every=0.1)
        yield port
    finally:
        process.kill()
        process.wait()


def test_addresses_are_those_that_i2pd_shows(tmp_path: Path) -> None:
    """Of keys of ours, of one that i2pd made, and the encrypted one of a lease set that is."""
    secrets = {f"key{number}.dat": i2p.make(os.urandom(96)) for number in range(KEYS)}
    hidden = i2p.make(os.urandom(96))
    for name, content in (secrets | {"hidden.dat": hidden}).items():
        (tmp_path / name).write_bytes(content)
    tunnels = [i2p_network.server(name.removesuffix(".dat"), keys=name, target=9) for name in (*secrets, "fresh.dat")]
    encrypted = i2p_network.server("hidden", keys="hidden.dat", target=9, **{"i2cp.leaseSetType": "5"})

    with router(tmp_path, *tunnels, encrypted) as port:
        wait_shown(port, *map(i2p.address, secrets.values()), i2p.address(hidden))
        fresh = (tmp_path / "fresh.dat").read_bytes()
        wait_shown(port, i2p.address(fresh))
        of_hidden = page(port, f"local_destination&b32={i2p.address(hidden).removesuffix(i2p.SUFFIX)}")

    assert i2p.encrypted_address(hidden).removesuffix(i2p.SUFFIX) in of_hidden
    assert entries.read_given(entries.I2P, {"rpc.dat": fresh}).addresses == {"rpc": i2p.address(fresh)}


def test_what_i2pd_loads_without_a_word_is_told_before(tmp_path: Path) -> None:
    """A secret key of somebody else is served at an address that nobody can reach; a cut file serves nothing."""
    secret, other = i2p.make(SEED * 3), i2p.make(SEED[::-1] * 3)
    stranger, cut = secret[:-32] + other[-32:], secret[:-1]
    (tmp_path / "stranger.dat").write_bytes(stranger)
    (tmp_path / "cut.dat").write_bytes(cut)
    tunnels = [i2p_network.server(name, keys=f"{name}.dat", target=9) for name in ("stranger", "cut")]

    with router(tmp_path, *tunnels) as port:
        # The address is that of the destination, whoever could sign for it.
        wait_shown(port, i2p.address(secret))

    assert entries.read(entries.I2P, {"rpc.dat": stranger, "p2p-0.dat": cut}).bad.keys() == {"rpc", "p2p-0"}
