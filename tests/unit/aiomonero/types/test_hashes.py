# SPDX-License-Identifier: Apache-2.0
"""Text that stands for bytes, checked where JSON enters."""

import msgspec
import pytest

from aiomonero.types.hashes import Blob, Hash, KeyImage, PublicKey


@pytest.mark.parametrize("kind", [Hash, PublicKey, KeyImage])
def test_what_names_a_thing_has_32_bytes(kind: type[str]) -> None:
    """It is plain text at run time."""
    assert msgspec.json.decode(b'"' + b"0f" * 32 + b'"', type=kind) == "0f" * 32


@pytest.mark.parametrize("text", ["", "0f" * 31, "0f" * 33, "0F" * 32, "0g" * 32, "0f" * 32 + "\\n"])
def test_anything_else_is_no_hash(text: str) -> None:
    """Neither another length nor another alphabet, nor a line's end behind it."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(f'"{text}"', type=Hash)


@pytest.mark.parametrize("text", ["0F", "0g", "00\\n", " "])
def test_a_blob_is_hex_of_any_length(text: str) -> None:
    """Nothing or much, but nothing else."""
    assert msgspec.json.decode(b'""', type=Blob) == ""
    assert msgspec.json.decode(b'"' + b"0f" * 10**5 + b'"', type=Blob) == "0f" * 10**5
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(f'"{text}"', type=Blob)
