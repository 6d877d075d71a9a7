# SPDX-License-Identifier: Apache-2.0
"""Methods about the address book."""

import msgspec

from aiomonero.methods.method import Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.wallet.address import BookEntry


class EntriesParams(msgspec.Struct, frozen=True):
    """Which lines, by index; none named means all."""

    entries: tuple[int, ...]


class EntriesResult(msgspec.Struct, frozen=True):
    """Lines of the address book."""

    entries: tuple[BookEntry, ...] = ()


class NewEntryParams(msgspec.Struct, frozen=True):
    """An address, and who that is."""

    address: str
    description: str


class EntryIndex(msgspec.Struct, frozen=True):
    """A line of the address book."""

    index: int


class EditParams(msgspec.Struct, frozen=True):
    """What to change of a line."""

    index: int
    set_address: bool
    address: str
    set_description: bool
    description: str


GET_ADDRESS_BOOK = Method("get_address_book", EntriesParams, EntriesResult, is_public=True, versions=versions.ALWAYS)
ADD_ADDRESS_BOOK = Method(
    "add_address_book", NewEntryParams, EntryIndex, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
EDIT_ADDRESS_BOOK = Method("edit_address_book", EditParams, Done, is_public=False, versions=versions.ALWAYS)
DELETE_ADDRESS_BOOK = Method(
    "delete_address_book", EntryIndex, Done, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
