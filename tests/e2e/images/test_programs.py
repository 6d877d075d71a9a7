# SPDX-License-Identifier: Apache-2.0
"""The programs in the images really run: as their user, without a shell, without a network."""

import pytest

MONEROD_NAMES = ["monerod", "monerod-bookworm", "monerod-newest"]
CLOSED = ("--offline", "--check-updates=disabled", "--disable-dns-checkpoints", "--no-igd")

_ANONYMITY = {
    "/usr/bin/tor --version": "Tor version 0.4.",
    "/usr/bin/i2pd --version": "i2pd version 2.",
    "/usr/sbin/nft --version": "nftables v1.",
    "/usr/sbin/onionbalance --help": "usage: onionbalance",
    "/usr/local/bin/monero-agent --help": "usage: monero-agent",
}


@pytest.mark.parametrize("name", MONEROD_NAMES)
def test_monerod_is_the_version_that_is_promised(unpacked, name):
    """Tag or label, package and program agree on the version."""
    image = unpacked(name)
    upstream = image.built.versions["monero"].partition("+")[0]

    done = image.run(*image.config["Entrypoint"], "--version")

    assert f"(v{upstream}-" in done.stdout
    assert image.built.reference.endswith((f":{upstream}", ":newest"))


@pytest.mark.parametrize("name", MONEROD_NAMES)
def test_monerod_starts_a_chain_and_stops(unpacked, name):
    """Everything that a daemon needs is inside, a place for its data included."""
    image = unpacked(name)

    done = image.run(*image.config["Entrypoint"], "--regtest", *CLOSED, "--no-zmq", stdin="status\nexit\n")

    assert done.returncode == 0, done.stdout[-2000:]
    assert "Height: 1/1" in done.stdout
    assert (image.root / "home/monero/.bitmonero/fake/lmdb/data.mdb").exists()


def test_xmrig_is_the_version_of_its_tag(unpacked):
    """The miner finds its libraries."""
    image = unpacked("xmrig")

    done = image.run(*image.config["Entrypoint"], "--version")

    assert done.stdout.startswith(f"XMRig {image.built.reference.rpartition(':')[2]} ")


def test_prometheus_is_the_version_of_its_tag(unpacked):
    """What its pages need of other packages is left out as far as nobody runs it."""
    image = unpacked("prometheus")

    done = image.run(*image.config["Entrypoint"], "--version")

    assert f"version {image.built.reference.rpartition(':')[2]}+ds " in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["anonymity", "anonymity-newest"])
def test_what_runs_beside_a_node_starts(unpacked, name):
    """Each program finds its libraries, and is the version that the label of its package promises."""
    image = unpacked(name)
    told = {program: image.run(*program.split()).stdout for program in _ANONYMITY}

    assert {program: told[program][: len(first)] for program, first in _ANONYMITY.items()} == _ANONYMITY
    assert f"Tor version {image.built.versions['tor'].partition('-')[0]}." in told["/usr/bin/tor --version"]


@pytest.mark.parametrize("command", ["monero-operator", "monero-exporter"])
def test_the_operators_commands_start(unpacked, command):
    """The launchers, our packages and their dependencies fit the image's Python."""
    done = unpacked("operator").run(command, "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: {command}")


def test_the_operators_python_is_compiled(unpacked):
    """Starting compiles nothing: the image is read-only and would forget it."""
    root = unpacked("operator").root
    ours = list((root / "usr/local/lib/python3.13/dist-packages").rglob("*.py"))
    standard = list((root / "usr/lib/python3.13/asyncio").rglob("*.py"))

    missing = [
        path for path in ours + standard if not (path.parent / f"__pycache__/{path.stem}.cpython-313.pyc").exists()
    ]

    assert len(ours) > 100
    assert missing == []
