# SPDX-License-Identifier: Apache-2.0
"""With which keys is published, and what is said of those that cannot be."""

import hashlib
import json
from pathlib import Path

import pytest

from monero_agent import options
from monero_agent.balancer import room


def _key(number):
    digest = bytearray(hashlib.sha512(bytes([number])).digest())
    digest[0] &= 248
    digest[31] = digest[31] & 63 | 64
    return b"== ed25519v1-secret: type0 ==\0\0\0" + bytes(digest)


@pytest.fixture
def folders(tmp_path):
    """All that is mounted, with a key."""
    folders = {name: tmp_path / name for name in ("config", "keys", "extra", "data", "run")}
    for name in ("config", "keys"):
        folders[name].mkdir()
    document = {"schema": 1, "key": "rpc", "backends": ["a" * 56 + ".onion"]}
    (folders["config"] / "balancer.json").write_text(json.dumps(document))
    (folders["keys"] / "rpc.secret_key").write_bytes(_key(1))
    return folders


def _balancer(folders):
    given = options.Options(ordinal=0, port=0, program="python3", **folders)
    return room.Balancer(given, folders["run"] / "control")


def _published(folders):
    document = json.loads((folders["run"] / "balancer/config.yaml").read_text())
    return [Path(service["key"]).read_bytes() for service in document["services"]]


def _codes(balancer):
    return [problem["code"] for problem in balancer.status()["problems"]]


async def test_a_key_that_tor_would_serve_elsewhere_is_refused(folders):
    """One that is not clamped has another address at each program; the last good one is published."""
    balancer = _balancer(folders)
    assert await balancer.apply()
    (folders["keys"] / "rpc.secret_key").write_bytes(_key(2)[:32] + b"\xff" * 64)
    (folders["keys"] / "rpc.secret_key.previous").write_bytes(_key(3))

    assert await balancer.apply()

    assert (_codes(balancer), _published(folders)) == (["KeyInvalid"], [_key(1), _key(3)])


async def test_nothing_is_published_without_a_good_key(folders):
    """That before the last rotation alone would be an onion which is about to go."""
    (folders["keys"] / "rpc.secret_key").rename(folders["keys"] / "rpc.secret_key.previous")
    balancer = _balancer(folders)

    assert not await balancer.apply()

    assert set(_codes(balancer)) == {"KeyMissing"}
    assert not (folders["run"] / "balancer/config.yaml").exists()


async def test_an_agent_that_is_started_anew_goes_on_with_what_was_followed(folders):
    """Whatever is mounted then: the onion would go with the first refused line otherwise."""
    assert await _balancer(folders).apply()
    (folders["config"] / "balancer.json").write_text("{")

    again = _balancer(folders)

    assert not await again.apply()
    assert again._wanted.key == "rpc"
    assert (_codes(again), _published(folders)) == (["ConfigInvalid"], [_key(1)])
