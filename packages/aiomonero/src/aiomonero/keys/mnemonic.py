# SPDX-License-Identifier: Apache-2.0
"""Mnemonics: a spend key as 24 words of a language and one that repeats another, as a checksum.

Rules: src/mnemonics/electrum-words.cpp of monero 0.18. With the checksum, words count by their prefix; without it, as
the wallets of 2014 wrote mnemonics, they are whole. Seeds hidden by a passphrase are not read: CryptoNight is missing.
"""

import dataclasses
import enum
import struct
import zlib
from collections.abc import Sequence

from aiomonero.keys import language as languages
from aiomonero.keys.language import Language, WordList
from aiomonero.keys.secret import SecretKey, WrongKey

COUNT = 25
"""Words of a mnemonic, the checksum among them."""
_COUNT_WITHOUT_CHECKSUM = 24
_LIMIT_CHARACTERS = 4096
_LIMIT_NUMBER = 2**32


class Reason(enum.Enum):
    """What is wrong with a mnemonic."""

    COUNT = enum.auto()
    WORD = enum.auto()
    CHECKSUM = enum.auto()
    VALUE = enum.auto()


class WrongMnemonic(ValueError):
    """These words are no mnemonic; says why, never with the words.

    `position` counts from one where one word is to blame.
    """

    def __init__(self, message: str, reason: Reason, *, position: int | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.position = position


@dataclasses.dataclass(frozen=True, slots=True)
class Mnemonic:
    """What a mnemonic says."""

    spend: SecretKey
    language: Language


def encode(spend: SecretKey, language: Language = Language.ENGLISH) -> str:
    """Write a spend key in 25 words; raises ValueError for the language that is not written any more."""
    if not language.is_written:
        raise ValueError(f"{language} is only read: choose another language to write in")
    words = languages.word_list(language)
    numbers = [number for value in struct.unpack("<8I", spend.scalar) for number in _digits(value)]
    numbers.append(numbers[_checksum_index(numbers, words)])
    return " ".join(words.words[number] for number in numbers)


def decode(text: str) -> Mnemonic:
    """Read a mnemonic, in whichever language it is; raises WrongMnemonic, never with a word of it."""
    if len(text) > _LIMIT_CHARACTERS:
        raise WrongMnemonic("this is far too long for a mnemonic", Reason.COUNT)
    words = [languages.canonical(word) for word in text.split()]
    if len(words) not in (COUNT, _COUNT_WITHOUT_CHECKSUM):
        message = f"a mnemonic has {COUNT} words, or {_COUNT_WITHOUT_CHECKSUM} without a checksum, not {len(words)}"
        raise WrongMnemonic(message, Reason.COUNT)
    language, numbers = _recognize(words)
    data = struct.pack("<8I", *(_value(numbers, start) for start in range(0, _COUNT_WITHOUT_CHECKSUM, 3)))
    try:
        return Mnemonic(SecretKey.from_entropy(data), language)
    except WrongKey:
        raise WrongMnemonic("these words stand for zero, which is no key", Reason.VALUE) from None


def _recognize(words: Sequence[str]) -> tuple[Language, list[int]]:
    """Return the first language that has all the words and whose checksum fits, and the words' numbers."""
    has_checksum = len(words) == COUNT
    mismatch: Language | None = None
    for language in Language:
        found = languages.word_list(language)
        numbers = _numbers(words, found)
        if None in numbers:
            continue
        known = [number for number in numbers if number is not None]
        if not has_checksum or _has_right_checksum(known, found):
            return language, known
        mismatch = language
    if mismatch is None:
        raise _unknown_word(words)
    message = f"the last word does not fit the others, all of them {mismatch}: is one mistyped, or their order changed?"
    raise WrongMnemonic(message, Reason.CHECKSUM)


def _numbers(words: Sequence[str], found: WordList) -> list[int | None]:
    is_whole = len(words) == _COUNT_WITHOUT_CHECKSUM
    return [found.number(word, is_whole=is_whole) for word in words]


def _unknown_word(words: Sequence[str]) -> WrongMnemonic:
    """Return the error that names the first unknown word's position in the language that knows the most."""
    unknown = {
        language: [
            position
            for position, number in enumerate(_numbers(words, languages.word_list(language)), 1)
            if number is None
        ]
        for language in Language
    }
    language = min(unknown, key=lambda language: len(unknown[language]))
    position = unknown[language][0]
    if len(unknown[language]) == len(words):
        return WrongMnemonic("no language of Monero has any of these words", Reason.WORD, position=position)
    return WrongMnemonic(f"word {position} is none of {language}, as others are", Reason.WORD, position=position)


def _has_right_checksum(numbers: Sequence[int], words: WordList) -> bool:
    *numbers, last = numbers
    return words.prefix(numbers[_checksum_index(numbers, words)]) == words.prefix(last)


def _checksum_index(numbers: Sequence[int], words: WordList) -> int:
    """Return which of the words the last one repeats."""
    prefixes = "".join(words.prefix(number) for number in numbers)
    return zlib.crc32(prefixes.encode()) % len(numbers)


def _digits(value: int) -> tuple[int, int, int]:
    """Return the numbers of three words for 32 bits: each digit is added to the one before it."""
    rest, first = divmod(value, languages.WORDS)
    rest, second = divmod(rest, languages.WORDS)
    second = (first + second) % languages.WORDS
    return first, second, (second + rest) % languages.WORDS


def _value(numbers: Sequence[int], start: int) -> int:
    first, second, third = numbers[start : start + 3]
    high = (second - first) % languages.WORDS + languages.WORDS * ((third - second) % languages.WORDS)
    value = first + languages.WORDS * high
    if value >= _LIMIT_NUMBER:
        raise WrongMnemonic(f"words {start + 1} to {start + 3} together stand for no number", Reason.VALUE)
    return value
