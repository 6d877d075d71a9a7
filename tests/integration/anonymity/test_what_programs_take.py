# SPDX-License-Identifier: Apache-2.0
"""What the operator writes for monerod and for the agents of Tor, held against the programs that read it.

Nothing is connected: monerod's only peers are at loopback, and so are the proxies, where nobody listens.
"""

import dataclasses
import json
import re
import subprocess
from pathlib import Path

import msgspec
import pytest

from aiomonero.node import Node
from aiomonero.testing import loopback, server
from aiomonero.types.network import Network
from monero_agent.i2p import conf
from monero_agent.tor import torrc
from monero_agent.tor import wanted as agents
from monero_operator.api.v1alpha1.anonymity import Client, I2p, PluggableTransport, Tor
from monero_operator.desired import configmap, routers
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from tests.support import anonymity_programs, build, hidden, monerod, node_world, releases, socks

BOTH = {"tor": Tor(enabled=True, p2p="always"), "i2p": I2p(enabled=True, p2p="always", noise=False)}
LOCKED = {
    "args": (*build.REGTEST, "--add-exclusive-node=127.0.0.1:18080"),
    "tor": Tor(enabled=True, p2p="always", clearnet="never"),
    "i2p": I2p(enabled=True, p2p="always"),
}
EVERYTHING = Tor(
    enabled=True,
    circuit_lifetime="1s",
    clients=(Client(name="alice", public_key="MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPJAUEQ2EIVDA"),),
    bridges=("obfs4 192.0.2.1:443 0123456789012345678901234567890123456789 cert=x iat-mode=0", "192.0.2.2:443"),
    pluggable_transports=(PluggableTransport(name="obfs4", command="/usr/bin/obfs4proxy -enableLogging"),),
)
VERIFY_SECONDS = 30.0
PORT = re.compile(r"(?<=[:=])1808[0-9]\b")


@dataclasses.dataclass(frozen=True)
class Told:
    """What a node is told: monerod's arguments and its own file, with ports that are free here."""

    arguments: tuple[str, ...]
    file: str
    restricted: int


def told(folder: Path, fields: dict, ordinal: int, replicas: int) -> Told:
    """Return what the plan for a closed set tells one node, whose siblings' addresses are of loopback."""
    there = node_world.World(addresses="127.0.0.{}")
    there.keys = hidden.keys()
    there.settle(build.node_set(replicas=replicas, **fields))
    free = dict(zip(range(18080, 18090), loopback.free_ports(10), strict=True))

    def here(text: str) -> str:
        return PORT.sub(lambda match: str(free[int(match[0])]), text)

    places = {
        "--data-dir=/data": f"--data-dir={folder / 'data'}",
        "--config-file=/config/monerod.conf": f"--config-file={folder / 'monerod.conf'}",
        "--rpc-restricted-bind-ip=0.0.0.0": "--rpc-restricted-bind-ip=127.0.0.1",
        "--p2p-bind-ip=0.0.0.0": "--p2p-bind-ip=127.0.0.1",
    }
    arguments = there.statefulset.spec.template.spec.containers[0].args
    text = here(configmap.contents(there.config)[ordinal])
    return Told(tuple(places.get(word, here(word)) for word in arguments), text, free[18089])


@pytest.mark.parametrize(
    ("fields", "ordinal", "replicas"),
    [(BOTH, 1, 2), (LOCKED, 0, 1)],
    ids=["beside the clearnet", "nobody but Tor"],
)
@pytest.mark.parametrize("release", releases.RELEASES)
async def test_monerod_takes_what_it_is_told_of_tor_and_i2p(tmp_path, release, fields, ordinal, replicas):
    """Of every release: it starts, though neither tor nor i2pd is there, and answers as always."""
    node = told(tmp_path, fields, ordinal, replicas)
    assert node.file.count("tx-proxy=") == node.file.count("anonymous-inbound=") == 2
    (tmp_path / "monerod.conf").write_text(node.file)
    log = tmp_path / "output.log"
    running = server.Server(server.launch((*releases.programs(release).monerod, *node.arguments), log, None), log)
    try:
        async with Node(f"http://127.0.0.1:{node.restricted}", policy=monerod.QUICK) as client:

            async def look() -> bool:
                return (await client.rpc.get_info()).height == 1

            await running.until(look, "no answer", seconds=server.START_TIMEOUT_SECONDS)
    finally:
        running.kill()


@pytest.mark.parametrize(
    "document",
    [
        routers.tor(Network.MAINNET, Anonymity(tor=OnTor(image="", spec=EVERYTHING, has_p2p=True, has_rpc=True))),
        routers.tor(
            Network.MAINNET,
            Anonymity(tor=OnTor(image="", spec=Tor(), has_rpc=True, is_balanced=True, is_locked=True)),
            masters=[hidden.onion("rpc")],
            is_alone=False,
        ),
        routers.tor(
            Network.REGTEST,
            Anonymity(tor=OnTor(image="", spec=Tor(rpc=False)), transport="tor"),
            maps={"10.192.0.0": hidden.onion("p2p-0")},
        ),
    ],
    ids=["everything", "balanced and locked", "transport"],
)
def test_tor_takes_every_line(tmp_path, document):
    """As the agent writes them down for it."""
    wanted = agents.parse(json.loads(msgspec.json.encode(document)), 0)
    served = []
    for service in wanted.services:
        folder = tmp_path / service.key
        folder.mkdir(mode=0o700)
        if service.masters:
            (folder / "ob_config").write_text(f"MasterOnionAddress {service.masters[0]}\n")
        served.append(torrc.Served(service, folder))
    file = tmp_path / "torrc"
    file.write_text(torrc.render(wanted, served, torrc.Places(tmp_path / "data", tmp_path / "control")))

    command = [anonymity_programs.programs().tor, "--verify-config", "-f", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=VERIFY_SECONDS, check=False)

    assert done.returncode == 0, done.stdout
    assert not [line for line in done.stdout.splitlines() if "[warn]" in line and "as root" not in line]


async def test_i2pd_asks_tor_for_the_servers_that_know_routers(tmp_path):
    """By name and by our option, so it needs no name server; what it may reach here is this proxy alone."""
    wanted = Anonymity(tor=OnTor(image="", spec=Tor(), is_locked=True), i2p=OnI2p(image="", spec=I2p()))
    options = routers.i2p(Network.MAINNET, wanted).options
    own = {"ipv6": "false", "upnp.enabled": "false", "http.enabled": "false", "reseed.urls": "https://reseed.example/"}
    own["certsdir"] = str(anonymity_programs.programs().i2pd_certificates)
    programs = anonymity_programs.programs()
    async with socks.SocksProxy().running() as tor:
        told = {name: value.replace("9052", str(tor.port)) for name, value in (own | options).items()}
        (tmp_path / "i2pd.conf").write_text(conf.render(told))
        arguments = [f"--conf={tmp_path / 'i2pd.conf'}", f"--datadir={tmp_path}", "--log=stdout"]
        log = tmp_path / "output.log"
        running = server.Server(server.launch((programs.i2pd, *arguments), log, None), log)

        async def asks() -> bool:
            return bool(tor.log)

        try:
            await running.until(asks, "nobody was asked", seconds=server.START_TIMEOUT_SECONDS)
        finally:
            running.kill()

    assert set(tor.log) == {("reseed.example", 443)}
