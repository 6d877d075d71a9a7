# SPDX-License-Identifier: Apache-2.0
"""Calls about accounts, their balances and the tags that group them."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.wallet import accounts
from aiomonero.types.wallet.account import Accounts, AccountTag, Balance, NewAccount
from aiomonero.wallet import calls


class AccountCalls(calls.Calls):
    """What the wallet has, by account."""

    async def get_balance(
        self,
        account_index: int = 0,
        *,
        address_indices: Iterable[int] = (),
        all_accounts: bool = False,
        strict: bool = False,
    ) -> Balance:
        """Return what lies in an account, or at some addresses of it; `strict` counts only what is in blocks."""
        params = accounts.BalanceParams(account_index, parameters.listed(address_indices), all_accounts, strict)
        return await self._caller.call(accounts.GET_BALANCE, params)

    async def get_accounts(self, *, tag: str = "", strict_balances: bool = False, regexp: bool = False) -> Accounts:
        """Return all accounts, or those of a tag, which may be a regular expression."""
        return await self._caller.call(accounts.GET_ACCOUNTS, accounts.AccountsParams(tag, strict_balances, regexp))

    async def create_account(self, label: str = "") -> NewAccount:
        """Make an account."""
        return await self._caller.call(accounts.CREATE_ACCOUNT, accounts.LabelParams(label))

    async def label_account(self, account_index: int, label: str) -> None:
        """Label an account."""
        await self._caller.call(accounts.LABEL_ACCOUNT, accounts.LabelAccountParams(account_index, label))

    async def get_account_tags(self) -> tuple[AccountTag, ...]:
        """Return the tags."""
        return (await self._caller.call(accounts.GET_ACCOUNT_TAGS, None)).account_tags

    async def tag_accounts(self, tag: str, account_indices: Iterable[int]) -> None:
        """Give accounts a tag, instead of the one that they may have."""
        await self._caller.call(accounts.TAG_ACCOUNTS, accounts.TagParams(tag, parameters.listed(account_indices)))

    async def untag_accounts(self, account_indices: Iterable[int]) -> None:
        """Take the tag from accounts."""
        await self._caller.call(accounts.UNTAG_ACCOUNTS, accounts.UntagParams(parameters.listed(account_indices)))

    async def set_account_tag_description(self, tag: str, description: str) -> None:
        """Say what a tag means."""
        params = accounts.TagDescriptionParams(tag, description)
        await self._caller.call(accounts.SET_ACCOUNT_TAG_DESCRIPTION, params)
