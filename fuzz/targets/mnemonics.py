# SPDX-License-Identifier: Apache-2.0
"""Mnemonics as people type them: what one says is written in words that say the same."""

from collections.abc import Iterable

from aiomonero.keys import mnemonic
from aiomonero.keys.language import Language
from aiomonero.keys.secret import SecretKey
from fuzz.target import Target


def _read(data: bytes) -> None:
    said = mnemonic.decode(data.decode(errors="replace"))
    if said.language.is_written:
        assert said == mnemonic.decode(mnemonic.encode(said.spend, said.language))


def _seeds() -> Iterable[bytes]:
    key = SecretKey.from_entropy(bytes(range(32)))
    return (mnemonic.encode(key, language).encode() for language in Language if language.is_written)


TARGET = Target(_read, (mnemonic.WrongMnemonic,), _seeds, most_bytes=1024)
