# SPDX-License-Identifier: Apache-2.0
"""With which keys is published, and what is said of those that cannot be."""

import hashlib
import json

import pytest

from monero_agent import options
from monero_agent.balancer import room


def _key(number):
    digest = bytearray(hashlib.sha512(bytes([number])).digest())
    digest[0] &= 248
    digest[31] = digest[31] & 63 | 64
    return b"== ed25519v1-secret: type0 ==\0\0\0" + bytes(digest)


@pytest.mark.parametrize(
    ("entry", "instead"),
    [
        ("rpc.secret_key", "the last good one is published"),
        ("rpc.secret_key.previous", "what it was published with is not any more"),
    ],
)
async def test_a_key_that_tor_would_serve_elsewhere_is_refused(tmp_path, entry, instead):
    """One that is not clamped has another address at each program."""
    folders = {name: tmp_path / name for name in ("config", "keys", "extra", "data", "run")}
    for name in ("config", "keys"):
        folders[name].mkdir()
    document = {"schema": 1, "key": "rpc", "backends": ["a" * 56 + ".onion"]}
    (folders["config"] / "balancer.json").write_text(json.dumps(document))
    (folders["keys"] / "rpc.secret_key").write_bytes(_key(1))
    balancer = room.Balancer(options.Options(ordinal=0, port=0, program="python3", **folders))
    assert await balancer.apply()

    (folders["keys"] / entry).write_bytes(_key(2)[:32] + b"\xff" * 64)
    assert await balancer.apply()

    (problem,) = balancer.status()["problems"]
    assert problem["code"] == "KeyInvalid"
    assert problem["message"].endswith(instead)
