# SPDX-License-Identifier: Apache-2.0
"""Secret keys: what is one, and that it never shows by accident."""

import copy
import dataclasses
import json
import pickle
import traceback

import msgspec
import pytest

from aiomonero.keys import derivation
from aiomonero.keys.secret import SecretKey, WrongKey

HEX = "4b26c314ac13c8086589edde8da11182795d02fa52d39034d3e21098746f0e03"
ORDER = 2**252 + 27742317777372353535851937790883648493


def test_a_key_is_written_only_where_it_is_asked_for() -> None:
    """Neither the key nor what holds it shows it; `reveal` does."""
    key = SecretKey.parse(HEX)
    keys = derivation.Keys.derive(key)

    shown = f"{key} {key!r} {key:} {keys} {keys!r} {keys.watching!r} {dataclasses.asdict(keys)} {copy.copy(keys)}"

    assert key.reveal() == HEX
    assert not any(
        secret.reveal()[:8] in shown or str(secret.scalar)[:12] in shown for secret in (keys.spend, keys.view)
    )


def test_a_key_is_not_written_by_serializers() -> None:
    """What turns values into text or bytes refuses a key."""
    key = SecretKey.parse(HEX)

    for write in (pickle.dumps, msgspec.json.encode, json.dumps):
        with pytest.raises(TypeError):
            write(key)


def test_keys_are_equal_by_value() -> None:
    """Equal keys are equal and hash alike."""
    assert SecretKey.parse(HEX) == SecretKey.parse(HEX.upper())
    assert len({SecretKey.parse(HEX), SecretKey.parse(HEX), SecretKey.parse("01" + "00" * 31)}) == 2
    assert SecretKey.parse(HEX) != HEX


@pytest.mark.parametrize(
    "text",
    ["", "4b26", HEX + "00", HEX[:-1] + "z", "00" * 32, ORDER.to_bytes(32, "little").hex(), "ff" * 32],
    ids=["empty", "short", "long", "no hexadecimal digit", "zero", "the order itself", "above the order"],
)
def test_what_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    """The error says why, and shows nothing of what was read."""
    with pytest.raises(WrongKey) as caught:
        SecretKey.parse(text)

    assert not text or text not in "".join(traceback.format_exception(caught.value))


def test_entropy_is_reduced_and_has_32_bytes() -> None:
    """Whatever the bytes, the key is below the order; fewer or more bytes are refused."""
    assert SecretKey.from_entropy((ORDER + 5).to_bytes(32, "little")).reveal() == "05" + "00" * 31
    with pytest.raises(WrongKey):
        SecretKey.from_entropy(bytes(31))
    with pytest.raises(WrongKey):
        SecretKey.from_entropy(b"\x01" * 33)
    with pytest.raises(WrongKey):
        SecretKey.from_entropy(ORDER.to_bytes(32, "little"))
