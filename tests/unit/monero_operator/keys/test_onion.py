# SPDX-License-Identifier: Apache-2.0
"""Keys of onions: a known one, what is made, and every wrong file that people and programs are known to bring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monero_operator.keys import curve, onion
from monero_operator.keys.malformed import MalformedError

SEED = bytes(range(32))
SECRET = onion.make(SEED)
PUBLIC = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
UNCLAMPED = bytes((SECRET[32] | 1,)) + SECRET[33:]


def test_known_seed_has_its_known_address() -> None:
    """The address is the one that tor derives (tests/integration/anonymity asks it for others)."""
    assert onion.address(SECRET) == "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion"
    assert onion.public_file(SECRET) == onion.PUBLIC_TAG + PUBLIC


@given(st.binary(min_size=32, max_size=32))
def test_every_key_that_is_made_is_good(entropy: bytes) -> None:
    """What is made passes what is checked, and has tor's sizes."""
    secret = onion.make(entropy)

    assert len(secret) == onion.SECRET_BYTES
    assert len(onion.address(secret)) == 62
    assert len(onion.public_file(secret)) == onion.PUBLIC_BYTES


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (b"", "0 bytes"),
        (SECRET[:-1], "95 bytes"),
        (SECRET + b"\n", "97 bytes"),
        (SECRET[32:], "64 bytes"),
        (onion.public_file(SECRET), "mixed up"),
        (onion.SECRET_TAG + SEED + PUBLIC, "a seed and a public key"),
        (onion.SECRET_TAG + UNCLAMPED, "not an expanded"),
        (SECRET[:63] + bytes((SECRET[63] | 128,)) + SECRET[64:], "not an expanded"),
        (SECRET[:64] + bytes(32), "half a key"),
        (onion.SECRET_TAG.replace(b"type0", b"type1") + SECRET[32:], "does not begin with"),
    ],
)
def test_wrong_file_is_told_apart(secret: bytes, told: str) -> None:
    """Tor would end, or serve an address that nobody knows, with any of these."""
    with pytest.raises(MalformedError, match=told):
        onion.address(secret)


def test_sentence_about_a_wrong_key_holds_nothing_of_it() -> None:
    """Conditions and events are read by people who may not read Secrets."""
    with pytest.raises(MalformedError) as raised:
        onion.address(onion.SECRET_TAG + SEED + PUBLIC)

    assert not any(piece in str(raised.value) for piece in (SEED.hex()[:8], PUBLIC.hex()[:8], repr(SEED)[2:10]))


def test_seed_and_public_key_that_look_clamped_are_told_apart() -> None:
    """One in 32 seeds has the form of a scalar: what follows it gives it away."""
    seed = bytes((8,)) + bytes(30) + bytes((64,))
    go_form = seed + curve.public_key(curve.expand(seed)[:32])
    assert curve.is_clamped(go_form[:32])

    with pytest.raises(MalformedError, match="a seed and a public key"):
        onion.address(onion.SECRET_TAG + go_form)


@pytest.mark.parametrize(
    "address",
    [
        "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqeae.onion",
        "boqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion",
        "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqea.onion",
        "AOQQPP7TZYIL4HLQ3UMOOS6ATFT6JVRQTOSQ2XY53SDGIESVGG4BQEAD.onion",
        "1oqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion",
        "",
    ],
)
def test_an_address_with_a_wrong_character_is_found_by_its_checksum(address: str) -> None:
    """monerod does not look, and would dial for ever what nobody can have."""
    onion.check_address(onion.address(SECRET))

    with pytest.raises(MalformedError, match="checksum"):
        onion.check_address(address)


def test_entropy_of_another_size_is_a_mistake() -> None:
    """Too little would be a key that can be guessed."""
    with pytest.raises(ValueError, match="32 bytes"):
        onion.make(bytes(31))


@given(st.binary(max_size=200) | st.binary(min_size=64, max_size=64).map(onion.SECRET_TAG.__add__))
def test_bytes_are_a_key_or_malformed(data: bytes) -> None:
    """Nothing that stands in a Secret breaks anything else."""
    try:
        address = onion.address(data)
    except MalformedError:
        return
    assert len(address) == 62
