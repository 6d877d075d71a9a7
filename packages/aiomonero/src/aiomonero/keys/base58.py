# SPDX-License-Identifier: Apache-2.0
"""Base58 as Monero writes it: in blocks of eight bytes, so that the length of a text follows from that of its bytes.

Alphabet and sizes: src/common/base58.cpp of monero 0.18.
"""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_BLOCK_BYTES = 8
_BLOCK_CHARACTERS = 11
_CHARACTERS_OF = (0, 2, 3, 5, 6, 7, 9, 10, 11)
"""The length of a block's text, by the number of its bytes."""
_BYTES_OF = {characters: size for size, characters in enumerate(_CHARACTERS_OF)}
_VALUE_OF = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Write bytes, block by block."""
    return "".join(_encode_block(data[start : start + _BLOCK_BYTES]) for start in range(0, len(data), _BLOCK_BYTES))


def decode(text: str) -> bytes:
    """Return the bytes; raises ValueError for a length, a character or a number that no bytes are written as."""
    return b"".join(
        _decode_block(text[start : start + _BLOCK_CHARACTERS]) for start in range(0, len(text), _BLOCK_CHARACTERS)
    )


def length(size_bytes: int) -> int:
    """Return the length of the text for as many bytes."""
    blocks, rest = divmod(size_bytes, _BLOCK_BYTES)
    return blocks * _BLOCK_CHARACTERS + _CHARACTERS_OF[rest]


def _encode_block(block: bytes) -> str:
    number = int.from_bytes(block, "big")
    digits = []
    for _ in range(_CHARACTERS_OF[len(block)]):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))


def _decode_block(block: str) -> bytes:
    size = _BYTES_OF.get(len(block))
    if size is None:
        raise ValueError(f"no bytes are written as {len(block)} characters of base58")
    number = 0
    for character in block:
        value = _VALUE_OF.get(character)
        if value is None:
            raise ValueError("base58 does not have every character")
        number = number * len(ALPHABET) + value
    if number >> 8 * size:
        raise ValueError("this block of base58 is larger than its bytes")
    return number.to_bytes(size, "big")
