# SPDX-License-Identifier: Apache-2.0
"""The languages of Monero's mnemonics and their word lists, which are data files (`words/README.md` says whence).

Lists are read when they are first needed. Their first so many characters tell words apart: a wallet reads no more.
"""

import dataclasses
import enum
import functools
import unicodedata
from collections.abc import Mapping
from importlib import resources

WORDS = 1626
"""In each list: three words make up for 32 bits, for this is the least number whose cube reaches 2^32."""


class Language(enum.StrEnum):
    """By the English name that a wallet's RPC takes, in the order in which wallets try them on a mnemonic."""

    CHINESE_SIMPLIFIED = "Chinese (simplified)"
    ENGLISH = "English"
    DUTCH = "Dutch"
    FRENCH = "French"
    SPANISH = "Spanish"
    GERMAN = "German"
    ITALIAN = "Italian"
    PORTUGUESE = "Portuguese"
    JAPANESE = "Japanese"
    RUSSIAN = "Russian"
    ESPERANTO = "Esperanto"
    LOJBAN = "Lojban"
    ENGLISH_OLD = "English (old)"
    """Of 2014: wallets read it, and write it no more."""

    @property
    def native_name(self) -> str:
        """What the language calls itself, as wallets show it."""
        return _NATIVE_NAMES.get(self, self.value)

    @property
    def prefix_length(self) -> int:
        """As many characters of a word count."""
        return _PREFIX_LENGTHS.get(self, 4)

    @property
    def is_written(self) -> bool:
        """Whether new mnemonics may be of this language."""
        return self is not Language.ENGLISH_OLD

    @classmethod
    def parse(cls, name: str) -> "Language":
        """Return the language by its English or its own name, in any case; raises ValueError with those there are."""
        for language in cls:
            if name.casefold() in (language.value.casefold(), language.native_name.casefold()):
                return language
        raise ValueError(f"there is no such language; there are {', '.join(cls)}")


# Names and lengths: src/mnemonics/*.h of monero 0.18.
_NATIVE_NAMES = {
    Language.CHINESE_SIMPLIFIED: "简体中文 (中国)",
    Language.DUTCH: "Nederlands",
    Language.FRENCH: "Français",
    Language.SPANISH: "Español",
    Language.GERMAN: "Deutsch",
    Language.ITALIAN: "Italiano",
    Language.PORTUGUESE: "Português",
    Language.JAPANESE: "日本語",
    Language.RUSSIAN: "русский язык",
    Language.ENGLISH_OLD: "EnglishOld",
}
_PREFIX_LENGTHS = {Language.CHINESE_SIMPLIFIED: 1, Language.ENGLISH: 3, Language.JAPANESE: 3}


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class WordList:
    """The words of a language by number, and the numbers by word and by prefix."""

    language: Language
    words: tuple[str, ...]
    by_word: Mapping[str, int]
    by_prefix: Mapping[str, int]

    def number(self, word: str, *, is_whole: bool) -> int | None:
        """Return the number of a canonical word, whole or known by its prefix, or None if the list does not have it."""
        return self.by_word.get(word) if is_whole else self.by_prefix.get(word[: self.language.prefix_length])

    def prefix(self, number: int) -> str:
        return self.words[number][: self.language.prefix_length]


def canonical(word: str) -> str:
    """Return a word as lists are searched for it: accents composed with their letters, all of them small."""
    return unicodedata.normalize("NFC", word).lower()


@functools.cache
def word_list(language: Language) -> WordList:
    """Return the list of a language, read once."""
    file = resources.files(__package__) / "words" / f"{language.name.lower()}.txt"
    words = tuple(file.read_text(encoding="utf-8").split())
    by_word = {canonical(word): number for number, word in enumerate(words)}
    # Some words of the old English list share their prefix; wallets take the last of them, and so does this.
    by_prefix = {word[: language.prefix_length]: number for word, number in by_word.items()}
    return WordList(language, words, by_word, by_prefix)
