# SPDX-License-Identifier: Apache-2.0
"""Languages and their word lists."""

import unicodedata

import pytest

from aiomonero.keys import language
from aiomonero.keys.language import Language


@pytest.mark.parametrize("which", Language)
def test_lists_are_whole(which: Language) -> None:
    """Each list has all its words, each once; prefixes tell them apart, but for the old English ones."""
    found = language.word_list(which)

    assert len(found.words) == language.WORDS == len(found.by_word)
    assert (len(found.by_prefix) == language.WORDS) == which.is_written
    assert all(word == unicodedata.normalize("NFC", word) for word in found.words)


@pytest.mark.parametrize("which", Language)
def test_words_are_found_by_what_counts(which: Language) -> None:
    """A word is found whole, in capitals, taken apart into accents and letters, and by its prefix.

    A sharp s has no capital that lower-cases to it; nobody writes a seed's words so.
    """
    found = language.word_list(which)

    for number, word in enumerate(found.words):
        capitals = word if "ß" in word else word.upper()
        for writing in (word, capitals, unicodedata.normalize("NFD", word)):
            assert found.number(language.canonical(writing), is_whole=True) == number
        prefix = found.prefix(number)
        assert found.prefix(found.number(language.canonical(prefix), is_whole=False) or 0) == prefix


def test_words_that_are_not_there() -> None:
    """A whole word is not known by its beginning, nor anything else."""
    english = language.word_list(Language.ENGLISH)

    assert english.number("abb", is_whole=True) is None
    assert english.number("abb", is_whole=False) == 0
    assert english.number("xyz", is_whole=False) is None
    assert english.number("", is_whole=False) is None


def test_languages_are_named_in_english_or_in_themselves() -> None:
    """Both names are read, in any case; others are refused with those there are."""
    assert Language.parse("chinese (simplified)") is Language.CHINESE_SIMPLIFIED
    assert Language.parse("Русский язык") is Language.RUSSIAN
    assert all(Language.parse(each.native_name) is each for each in Language)
    with pytest.raises(ValueError, match="Lojban"):
        Language.parse("Latin")
