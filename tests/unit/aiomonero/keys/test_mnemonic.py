# SPDX-License-Identifier: Apache-2.0
"""Mnemonics: round trips, and errors that name what is wrong and none of the words."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero.keys import language, mnemonic
from aiomonero.keys.language import Language
from aiomonero.keys.mnemonic import Reason, WrongMnemonic
from aiomonero.keys.secret import SecretKey

# Of a wallet that a monero-wallet-rpc 0.18.0.0 made for this test.
WORDS = (
    "ghetto axis costume tapestry nanny oars bygones serving pact jukebox tadpoles gimmick awning nearby mobile "
    "vehicle lipstick rash itches hover wrong bamboo lesson loaded lesson"
)
KEY = SecretKey.parse("4b26c314ac13c8086589edde8da11182795d02fa52d39034d3e21098746f0e03")
# 1625 + 1625 * 1626 + 1625 * 1626^2 is beyond 32 bits, and is what these three words of any list stand for.
TOO_LARGE = (1625, 1624, 1623)

written = st.sampled_from([each for each in Language if each.is_written])
keys = st.binary(min_size=32, max_size=32).filter(any).map(SecretKey.from_entropy)


def test_a_wallets_mnemonic() -> None:
    """A key that a wallet made has the wallet's words, and the words the key."""
    assert mnemonic.encode(KEY) == WORDS
    assert mnemonic.decode(WORDS) == mnemonic.Mnemonic(KEY, Language.ENGLISH)


@given(keys, written)
def test_round_trip(key: SecretKey, which: Language) -> None:
    """Words of every language lead back to the key, with or without the checksum."""
    words = mnemonic.encode(key, which)

    assert mnemonic.decode(words).spend == key
    assert mnemonic.decode(words).language is which
    assert mnemonic.decode(words.rsplit(" ", 1)[0]).spend == key


def test_only_the_prefixes_count_where_there_is_a_checksum() -> None:
    """Shortened, capitalized or badly continued words are read; any space parts them."""
    assert mnemonic.decode(" ".join(word[:3] for word in WORDS.split())).spend == KEY
    assert mnemonic.decode(WORDS.upper()).spend == KEY
    assert mnemonic.decode(WORDS.replace("ghetto", "ghettoes")).spend == KEY
    assert mnemonic.decode("\n\t" + WORDS.replace(" ", "\N{IDEOGRAPHIC SPACE}") + "\r\n").spend == KEY


def test_the_old_language_is_read_and_not_written() -> None:
    """Wallets of 2014 wrote 24 whole words."""
    old = language.word_list(Language.ENGLISH_OLD).words

    assert mnemonic.decode(" ".join(old[:24])).language is Language.ENGLISH_OLD
    with pytest.raises(ValueError, match="another language"):
        mnemonic.encode(KEY, Language.ENGLISH_OLD)


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ("", Reason.COUNT, None),
        ("ghetto", Reason.COUNT, None),
        (" ".join(WORDS.split()[:13]), Reason.COUNT, None),
        (WORDS + " lesson", Reason.COUNT, None),
        ("ghetto " * 100_000, Reason.COUNT, None),
        (WORDS + "n" * 100_000, Reason.COUNT, None),
        (WORDS.replace("nanny", "qqqqqq"), Reason.WORD, 5),
        (WORDS.rsplit(" ", 1)[0].replace("axis", "axi"), Reason.WORD, 2),
        ("xyzzy " * 25, Reason.WORD, 1),
        ("\ud800 " * 25, Reason.WORD, 1),
        (WORDS.replace("nanny oars", "oars nanny"), Reason.CHECKSUM, None),
        (WORDS.replace("wrong", "abbey"), Reason.CHECKSUM, None),
        ("abbey " * 24, Reason.VALUE, None),
        (
            " ".join(language.word_list(Language.ENGLISH).words[number] for number in TOO_LARGE * 8),
            Reason.VALUE,
            None,
        ),
    ],
    ids=[
        "nothing",
        "one word",
        "half of the words",
        "a word too many",
        "a hundred thousand words",
        "a hundred thousand letters",
        "an unknown word",
        "a shortened word without a checksum",
        "no word at all",
        "half a character",
        "two words swapped",
        "another word",
        "zero",
        "a number beyond 32 bits",
    ],
)
def test_what_is_no_mnemonic(text: str, reason: Reason, position: int | None) -> None:
    """The error says what is wrong, and repeats no word."""
    with pytest.raises(WrongMnemonic) as caught:
        mnemonic.decode(text)

    assert (caught.value.reason, caught.value.position) == (reason, position)
    assert not {word for word in text.split() if len(word) > 4} & set(str(caught.value).split())
    assert caught.value.__cause__ is None


@given(st.text(max_size=200) | st.lists(st.sampled_from(WORDS.split()), min_size=23, max_size=26).map(" ".join))
def test_any_text_is_a_mnemonic_or_refused(text: str) -> None:
    """Nothing but the one error comes out."""
    with contextlib.suppress(WrongMnemonic):
        assert mnemonic.decode(text).spend
