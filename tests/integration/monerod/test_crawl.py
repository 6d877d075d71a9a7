# SPDX-License-Identifier: Apache-2.0
"""A crawl over a closed internet of real daemons of three releases, one of which is gone."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.support import internet, mmdb, releases
from tests.support.waiting import until

SECONDS = 60
PATIENCE = "--request-timeout=30"
"""A daemon that has just started may be busy with its RandomX cache for seconds."""


@dataclasses.dataclass
class Web:
    """Each daemon knows those that it dials: seed → hub → middle (over IPv6) → far → gone."""

    visitor: internet.Place
    seed: internet.Daemon
    hub: internet.Daemon
    middle: internet.Daemon
    far: internet.Daemon
    gone: internet.Daemon

    def monero(self, *arguments: str) -> tuple[str, ...]:
        """Return the command `monero p2p` on the visitor's machine."""
        return self.visitor.command(sys.executable, "-m", "aiomonero.cli", "p2p", *arguments, PATIENCE)

    def crawl(self, *arguments: str) -> Any:
        """Crawl from the seed and return the report."""
        return self._answer(f"--seed={self.seed.peer}", *arguments, name="crawl")

    def ask(self, name: str, daemon: internet.Daemon) -> Any:
        """Run a command about one peer and return its answer."""
        return self._answer(f"--node-address={daemon.peer}", name=name)

    def _answer(self, *arguments: str, name: str) -> Any:
        command = self.monero(name, "--json", *arguments)
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def visits_to(self, daemon: internet.Daemon) -> int:
        """Count the connections that the visitor ever made to a daemon, as its own log tells."""
        here = "|".join(re.escape(address) for address in (self.visitor.address, f"[{self.visitor.address6}]"))
        return len(re.findall(rf"\[(?:{here}):\d+ \S+ INC\] NEW CONNECTION", daemon.log.read_text(errors="replace")))


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Daemons of three releases that know each other, until the tests are over."""
    old, middle, new = (releases.programs(release).monerod for release in releases.RELEASES)
    with internet.running(tmp_path_factory.mktemp("internet")) as wire:
        gone = wire.daemon("192.0.2.11", program=old)
        far = wire.daemon("198.51.100.12", "--log-level=1", program=old, dials=[gone.peer])
        mid = wire.daemon("203.0.113.13", "--log-level=1", program=middle, dials=[far.peer])
        hub = wire.daemon("198.51.100.14", "--log-level=1", program=new, dials=[mid.peer6])
        seed = wire.daemon("203.0.113.15", "--log-level=1", program=new, dials=[hub.peer])
        for teller, known in ((far, gone), (mid, far), (hub, mid), (seed, hub)):
            internet.until_known(teller, known)
        gone.kill()
        yield Web(wire.place("192.0.2.99"), seed, hub, mid, far, gone)


def countries(path: Path) -> Path:
    """Write a database that knows where the seed is."""
    return mmdb.countries(path, {"203.0.113.0/24": "NL"})


def rows(report: dict[str, Any], name: str) -> dict[str, tuple[int, int]]:
    """Return a section as visited and reachable by label."""
    (found,) = (section for section in report["sections"] if section["name"] == name)
    return {row["label"]: (row["visited"], row["reachable"]) for row in found["rows"]}


def test_everybody_is_found_and_visited_once(web: Web, tmp_path: Path) -> None:
    """In two runs with one state, each daemon sees one connection, and the report tells who answered."""
    state = f"--state={tmp_path / 'state'}"
    table, picture = tmp_path / "crawl.csv", tmp_path / "crawl.svg"
    files = [f"--output={table}", f"--output={picture}", f"--database={countries(tmp_path / 'countries.mmdb')}"]

    first = web.crawl("--private", state, "--visits=2")
    second = web.crawl("--private", state, "--syncs=1", *files)

    assert (first["visited"], second["visited"], second["reachable"], second["waiting"]) == (2, 5, 4, 0)
    assert rows(second, "outcomes") == {"answered": (4, 4), "refused": (1, 0)}
    assert rows(second, "depths") == {"0": (1, 1), "1": (1, 1), "2": (1, 1), "3": (1, 1), "4": (1, 0)}
    assert rows(second, "features") == {"0x1: fluffy blocks": (4, 4)}
    assert rows(second, "countries") == {"unknown": (4, 3), "NL": (1, 1)}
    assert rows(second, "zones") == {"IPv4": (4, 3), "IPv6": (1, 1)}
    assert rows(second, "networks") == {
        "198.51.0.0/16": (2, 2), "2001:db8::/32": (1, 1), "203.0.0.0/16": (1, 1), "192.0.0.0/16": (1, 0),
    }  # fmt: skip
    assert [web.visits_to(daemon) for daemon in (web.seed, web.hub, web.middle, web.far)] == [1, 1, 1, 1]
    with table.open(newline="") as file:
        assert {row["address"]: row["height"] for row in csv.DictReader(file)} == {
            web.seed.peer: "1", web.hub.peer: "1", web.middle.peer6: "1", web.far.peer: "1",
            web.gone.peer: "",
        }  # fmt: skip
    assert "answered" in {text.text for text in ET.parse(picture).iter() if text.tag.endswith("text")}


def test_one_peer_can_be_asked(web: Web) -> None:
    """Handshake, ping and list of peers of a real daemon, each by its command."""
    told = {name: web.ask(name, web.hub) for name in ("handshake", "ping", "peerlist")}

    assert told["handshake"]["chain"]["height"] == 1
    assert told["ping"]["peer_id"] == told["handshake"]["node"]["peer_id"]
    assert web.middle.peer6 in {peer["address"] for peer in told["peerlist"]}


def test_private_addresses_are_passed_over_unless_asked_for(web: Web) -> None:
    """Addresses that are not of the public internet are counted and left: anybody may write anything into a list."""
    report = web.crawl()

    assert (report["visited"], report["waiting"]) == (1, 0)
    assert report["passed_over"] == {"not reachable from the public internet": 1}


def test_ctrl_c_ends_with_what_is_there(web: Web, tmp_path: Path) -> None:
    """While a peer keeps it waiting, Ctrl-C ends the crawl: files are written, and who was interrupted is known."""
    table, state = tmp_path / "crawl.csv", tmp_path / "state"
    web.middle.freeze()
    command = web.monero(
        "crawl", "--lines", f"--seed={web.seed.peer}", f"--seed={web.middle.peer}", "--connections=1",
        f"--output={table}", f"--state={state}", "--request-timeout=3000",
    )  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["outcome"] == "answered"
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=SECONDS)

    assert (process.returncode, complaint.strip()) == (130, "")
    with table.open(newline="") as file:
        assert [row["address"] for row in csv.DictReader(file)] == [web.seed.peer]
    assert json.loads(state.read_text().splitlines()[-1])["outcome"] == "interrupted"


def test_killed_in_the_middle_of_a_visit(web: Web, tmp_path: Path) -> None:
    """Who was being visited when the crawl was killed is not visited again."""
    state = tmp_path / "state"
    web.middle.freeze()
    seed = f"--seed={web.middle.peer}"
    command = web.monero("crawl", seed, f"--state={state}", "--request-timeout=3000")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until(lambda: state.exists() and b"began" in state.read_bytes(), seconds=SECONDS, what="a visit began")
        process.kill()

    report = web.crawl(seed, f"--state={state}")

    assert (report["visited"], report["reachable"], report["waiting"]) == (1, 1, 0)
