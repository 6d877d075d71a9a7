# SPDX-License-Identifier: Apache-2.0
"""Secrets that ask for the keys of an onion as in 2021, on an API server in memory."""

from __future__ import annotations

import asyncio

from monero_operator import naming
from monero_operator.keys import onion
from tests.support.keyed import World

OWN = onion.make(b"\x01" * 32)
STEP_SECONDS = 40.0


def test_a_secret_of_2021_is_filled_and_its_other_keys_stay() -> None:
    """A label or an annotation is enough; what is there is completed or left as it is."""
    world = World()
    mark = {naming.FILL_WITH_KEYS: "v3"}

    async def story() -> None:
        world.give("labelled", {"note": b"mine"}, labels=mark)
        world.give("annotated", {}, annotations=mark)
        world.give("half", {"hs_ed25519_secret_key": OWN}, labels=mark)
        world.give("mixed", {"hs_ed25519_secret_key": OWN, "hs_ed25519_public_key": OWN}, labels=mark)
        world.give("lost", {"hostname": b"x.onion"}, labels=mark)
        world.give("other", {"note": b"mine"}, labels={naming.FILL_WITH_KEYS: "v2"})
        await asyncio.sleep(STEP_SECONDS)

    world.play(story)

    for name in ("labelled", "annotated", "half"):
        files = world.files(name)
        secret = files["hs_ed25519_secret_key"]
        assert files["hs_ed25519_public_key"] == onion.public_file(secret)
        assert files["hostname"].decode() == onion.address(secret) + "\n"
    assert world.files("labelled")["note"] == b"mine"
    assert world.files("half")["hs_ed25519_secret_key"] == OWN
    assert world.files("mixed") == {"hs_ed25519_secret_key": OWN, "hs_ed25519_public_key": OWN}
    assert world.files("lost") == {"hostname": b"x.onion"}
    assert world.files("other") == {"note": b"mine"}
    assert {"KeysFilledIn", "KeysNotFilledIn"} <= world.events()
