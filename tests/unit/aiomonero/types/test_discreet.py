# SPDX-License-Identifier: Apache-2.0
"""Secrets stay out of representations, whoever forgets to hide them."""

import importlib
import pkgutil
import re
from typing import ClassVar

import msgspec
import pytest

from aiomonero import methods, types
from aiomonero.types.discreet import Discreet

SECRET = re.compile(r".*password|.*seed|seed_offset|spendkey|viewkey|tx_key(_list)?|tx_metadata(_list)?|key")
# A field `key` that is the name of something.
HARMLESS = {"AttributeParams", "KeyParams"}


class Opened(Discreet, frozen=True):
    """Has something to hide, and something to show."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password"})

    filename: str
    password: str


def _structs() -> list[type[msgspec.Struct]]:
    packages = [importlib.import_module(f"{parent.__name__}.wallet") for parent in (methods, types)]
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for package in packages
        for found in pkgutil.iter_modules(package.__path__)
    ]
    values = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return sorted((value for value in values if issubclass(value, msgspec.Struct)), key=lambda kind: kind.__name__)


def test_a_secret_is_masked_and_the_rest_is_shown() -> None:
    """Both in `repr` and in formatted text."""
    opened = Opened("alice", "hush")

    assert repr(opened) == str(opened) == f"{opened}" == "Opened(filename='alice', password=***)"


def test_an_empty_secret_is_seen_to_be_empty() -> None:
    """Whoever looks for a mistake sees that there is none."""
    assert repr(Opened("alice", "")) == "Opened(filename='alice', password='')"


@pytest.mark.parametrize("kind", _structs(), ids=lambda kind: kind.__name__)
def test_what_looks_like_a_secret_is_hidden(kind: type[msgspec.Struct]) -> None:
    """Parameters and results of a wallet name their secrets."""
    suspicious = {name for name in kind.__struct_fields__ if SECRET.fullmatch(name)}
    hidden = kind.SECRETS if issubclass(kind, Discreet) else frozenset()

    assert suspicious - hidden == set() or kind.__name__ in HARMLESS
    assert hidden <= set(kind.__struct_fields__)
