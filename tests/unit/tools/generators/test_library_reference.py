# SPDX-License-Identifier: Apache-2.0
"""The pages of the libraries' public names."""

from __future__ import annotations

import re

import pytest

from tools.generators import aiomonero_reference, library_reference, runtime_reference
from tools.generators.library_reference import Library

LIBRARIES = (aiomonero_reference.LIBRARY, runtime_reference.LIBRARY)
PAGES = [(library, *library_reference.files(library).values()) for library in LIBRARIES]

pytestmark = pytest.mark.parametrize(("library", "page"), PAGES, ids=[library.name for library in LIBRARIES])


def test_every_room_of_the_import_law_has_its_place(library: Library, page: str) -> None:
    """A new room is described, or somebody says that it is for nobody outside."""
    rooms = re.findall(r"^## (\w+)$", page, re.MULTILINE)

    assert rooms == list(library.rooms)
    assert {path.stem for path in library.source.glob("[a-z]*")} - {"py"} == {*rooms, *library.left_out}


def test_names_that_are_chosen_exist(library: Library, page: str) -> None:
    """What was renamed is no longer found on the page."""
    for place, names in library.shown.items():
        _, _, section = page.partition(f"\n### {place}\n")
        told = re.findall(r"^(?:#### |- `(?:await |async with )?)(\w+)", section.partition("\n### ")[0], re.MULTILINE)
        assert names - set(told) == set()


def test_functions_and_methods_say_what_they_do(library: Library, page: str) -> None:
    """A signature alone tells neither unit nor error."""
    silent = re.findall(r"^- `((?:await |async with )?\w+\(.*\)[^`]*)`$", page, re.MULTILINE)

    assert silent == []
