# SPDX-License-Identifier: Apache-2.0
"""A Tor network in one pod: an authority, relays, and a client that offers SOCKS to the cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import programs
import told

NAME = "tor-network"
ADDRESS = os.environ["POD_IP"]
RELAYS = 11
"""With the authority twelve, of which each keeps descriptors of onions: Onionbalance wants some ten."""
DIRECTORY_PORT, AUTHORITY_PORT, FIRST_RELAY_PORT, SOCKS_PORT = 7000, 5000, 5100, 9150

JOINING = """\
TestingTorNetwork 1
PathsNeededToBuildCircuits 0.67
LearnCircuitBuildTimeout 0
CircuitBuildTimeout 10
"""
"""A tor that has seen too few circuits to know how long they take waits three minutes for an answer that is lost; so it
waits for half of one."""
NO_COUNTRIES = ("GeoIPFile /dev/null", "GeoIPv6File /dev/null")
"""To read where addresses are takes each tor two seconds."""
OF_THE_NETWORK = """\
TestingDirAuthVoteExit *
TestingDirAuthVoteHSDir *
TestingDirAuthVoteGuard *
TestingMinExitFlagThreshold 0
V3AuthNIntervalsValid 2
ShutdownWaitLength 2
AvoidDiskWrites 1
AssumeReachable 1
ServerDNSDetectHijacking 0
ServerDNSTestAddresses
"""
AUTHORITY = """\
SocksPort 0
ExitRelay 0
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
ContactInfo nobody@example.invalid
TestingV3AuthInitialVotingInterval 20
TestingV3AuthInitialVoteDelay 4
TestingV3AuthInitialDistDelay 4
V3AuthVotingInterval 20
V3AuthVoteDelay 4
V3AuthDistDelay 4
"""
RELAY = """\
SocksPort 0
ExitRelay 1
ExitPolicyRejectPrivate 0
ExitPolicy accept *:18080
ExitPolicy reject *:*
"""
"""Out of the network leads the port of Monero's peers, to whom this pod reaches."""
CLIENT = f"""\
SocksPort {ADDRESS}:{SOCKS_PORT}
SocksPolicy accept *
"""


def main() -> None:
    """Run the network in a folder of its own, and tell others how to join it."""
    folder = Path(sys.argv[1])
    joining = _authority(folder / "authority") + JOINING
    with programs.running() as started:
        started += [_tor(folder, name, joining + text) for name, text in _members().items()]
        programs.until(lambda: _known() > RELAYS, "a consensus with all relays")
        for each in started:
            each.send_signal(signal.SIGHUP)  # who was told that there is no consensus asks again, and not after a while
        programs.until(lambda: all(_is_whole(folder / name) for name in _members()), "relays that know each other")
        control = folder / "client" / "control"
        started.append(_tor(folder, "client", f"{joining}{CLIENT}ControlSocket {control}\n"))
        programs.until(control.exists, "a client in the network")
        started.append(programs.start((sys.executable, Path(__file__).with_name("bustle.py"), control, *_members())))
        told.tell(NAME, {"torrc": joining})
        print("the network runs", flush=True)
        programs.watch(started)


def _members() -> dict[str, str]:
    ports = f"OrPort {ADDRESS}:{AUTHORITY_PORT}\nDirPort {ADDRESS}:{DIRECTORY_PORT}\nAddress {ADDRESS}\n"
    relays = {
        f"relay{number}": f"{OF_THE_NETWORK}{RELAY}OrPort {ADDRESS}:{FIRST_RELAY_PORT + number}\nAddress {ADDRESS}\n"
        for number in range(RELAYS)
    }
    return {"authority": OF_THE_NETWORK + AUTHORITY + ports, **relays}


def _authority(folder: Path) -> str:
    """Make the authority's keys; return the line by which all others know it."""
    keys = folder / "keys"
    for each in (folder, keys):
        each.mkdir(mode=0o700)
    certificate = keys / "authority_certificate"
    files = ("-i", keys / "authority_identity_key", "-s", keys / "authority_signing_key", "-c", certificate)
    make = ("tor-gencert", "--create-identity-key", "--passphrase-fd", "0", "-a", f"{ADDRESS}:{DIRECTORY_PORT}")
    subprocess.run([*make, *files], input=b"of no use\n", check=True, capture_output=True)
    identity = next(line.split()[1] for line in certificate.read_text().splitlines() if line.startswith("fingerprint "))
    return (
        f"DirAuthority authority orport={AUTHORITY_PORT} no-v2 v3ident={identity} "
        f"{ADDRESS}:{DIRECTORY_PORT} {_fingerprint(folder)}\n"
    )


def _fingerprint(folder: Path) -> str:
    """Make a relay's keys and return its fingerprint; tor does not start without some authority, so it gets one."""
    nobody = f"nobody 127.0.0.1:1 {'f' * 40}"
    no_countries = [f"--{word}" if word.startswith("G") else word for line in NO_COUNTRIES for word in line.split()]
    options = ("--datadirectory", folder, "--nickname", folder.name, "--orport", "1", "--dirserver", nobody)
    done = subprocess.run(
        [
            "tor",
            "--ignore-missing-torrc",
            "-f",
            folder / "none",
            "--list-fingerprint",
            *options,
            *no_countries,
            "--quiet",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    return "".join(done.stdout.split()[1:])


def _tor(folder: Path, name: str, text: str) -> subprocess.Popen[bytes]:
    home, torrc = folder / name, folder / f"{name}.torrc"
    home.mkdir(mode=0o700, exist_ok=True)
    own = (f"DataDirectory {home}", f"Nickname {name}", f"Log notice file {home}/log", *NO_COUNTRIES)
    torrc.write_text("\n".join((*own, text)))
    return programs.start(("tor", "-f", torrc, "--defaults-torrc", folder / "none"))


def _known() -> int:
    """Return how many routers the consensus names."""
    try:
        consensus = f"http://{ADDRESS}:{DIRECTORY_PORT}/tor/status-vote/current/consensus"
        with urllib.request.urlopen(consensus, timeout=5) as answer:
            return int(answer.read().count(b"\nr "))
    except (urllib.error.URLError, OSError):
        return 0


def _is_whole(home: Path) -> bool:
    return "Bootstrapped 100%" in (home / "log").read_text()


if __name__ == "__main__":
    main()
