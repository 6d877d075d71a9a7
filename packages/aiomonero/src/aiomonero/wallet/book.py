# SPDX-License-Identifier: Apache-2.0
"""Calls about the address book."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.wallet import book
from aiomonero.types.wallet.address import BookEntry
from aiomonero.wallet import calls


class BookCalls(calls.Calls):
    """Whom the wallet knows."""

    async def get_address_book(self, entries: Iterable[int] = ()) -> tuple[BookEntry, ...]:
        """Return all lines, or those of the given indices; raises NotFound where one does not exist."""
        return (await self._caller.call(book.GET_ADDRESS_BOOK, book.EntriesParams(parameters.listed(entries)))).entries

    async def add_address_book(self, address: str, description: str = "") -> int:
        """Add a line and return its index."""
        return (await self._caller.call(book.ADD_ADDRESS_BOOK, book.NewEntryParams(address, description))).index

    async def edit_address_book(
        self, index: int, *, address: str | None = None, description: str | None = None
    ) -> None:
        """Change what is given of a line."""
        params = book.EditParams(index, address is not None, address or "", description is not None, description or "")
        await self._caller.call(book.EDIT_ADDRESS_BOOK, params)

    async def delete_address_book(self, index: int) -> None:
        """Remove a line; the later ones move up."""
        await self._caller.call(book.DELETE_ADDRESS_BOOK, book.EntryIndex(index))
