# SPDX-License-Identifier: Apache-2.0
"""Hashes, keys and blobs are checked where they enter."""

from typing import Any, get_args

import msgspec
import pytest

from aiomonero.types import hashes
from aiomonero.types.hashes import Blob, Hash, HashOrBlank, KeyImage, PublicKey

GOOD = "0123456789abcdef" * 4
OF_32_BYTES = [Hash, PublicKey, KeyImage, HashOrBlank]


@pytest.mark.parametrize("kind", OF_32_BYTES)
def test_32_bytes_are_text_at_run_time(kind: Any) -> None:
    """Nobody has to wrap or unwrap them."""
    assert msgspec.convert(GOOD, kind) == GOOD


@pytest.mark.parametrize("kind", OF_32_BYTES)
@pytest.mark.parametrize("wrong", [GOOD[1:], GOOD + "0", GOOD.upper(), "x" * 64, f"{GOOD}\n", 5])
def test_what_is_no_hash_does_not_enter(kind: Any, wrong: object) -> None:
    """Neither too short, too long nor of other letters."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, kind)


@pytest.mark.parametrize(("kind", "blank"), [(HashOrBlank, True), (Blob, True), (Hash, False)])
def test_only_some_may_be_blank(kind: Any, *, blank: bool) -> None:
    """A daemon that has nothing to say sends nothing where that makes sense."""
    if blank:
        assert msgspec.convert("", kind) == ""
    else:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert("", kind)


def test_a_type_checker_tells_them_apart() -> None:
    """Each is a kind of its own, made of text."""
    kinds = [get_args(each)[0] for each in (Hash, HashOrBlank, PublicKey, KeyImage, Blob)]

    assert len(set(kinds)) == 5
    assert {kind.__supertype__ for kind in kinds} == {str}


@pytest.mark.parametrize("wrong", ["0g", "00 ", "00\n", "AB"])
def test_what_is_no_hex_is_no_blob(wrong: str) -> None:
    """Digits are not counted: that takes long, and who turns them into bytes sees."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Blob)


def test_hashes_that_stand_one_after_the_other() -> None:
    """Each has its own 32 bytes."""
    assert hashes.split(bytes(32) + b"\xff" * 32) == ["00" * 32, "ff" * 32]
    assert hashes.split(b"") == []


def test_many_hashes_are_checked_at_once() -> None:
    """All of them, in whatever order, and none at all."""
    hashes.check(["0f" * 32, "a0" * 32])
    hashes.check([])


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(["00" * 31, "00" * 33], id="as long as two in all"),
        pytest.param(["00" * 32, "AB" * 32], id="upper case"),
        pytest.param(["0g" * 32], id="no hex"),
        pytest.param([" " * 64], id="blank"),
        pytest.param(["\u0661" * 64], id="digits of another script"),
        pytest.param(["00" * 31 + "0", "0" + "00" * 31], id="one digit short"),
    ],
)
def test_one_that_is_no_hash_is_found_among_many(wrong: list[str]) -> None:
    """What is together as long as hashes are is not enough."""
    with pytest.raises(ValueError, match=r"hash|hexadecimal"):
        hashes.check(["00" * 32, *wrong])
