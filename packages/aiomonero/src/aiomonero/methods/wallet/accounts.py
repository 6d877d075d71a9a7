# SPDX-License-Identifier: Apache-2.0
"""Methods about accounts, their balances and the tags that group them."""

import types

import msgspec

from aiomonero.methods.method import Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.wallet.account import Accounts, AccountTag, Balance, NewAccount


class BalanceParams(msgspec.Struct, frozen=True):
    """What to count: addresses of an account (all of them if none is named), or everything.

    `strict` counts only what is in blocks.
    """

    account_index: int
    address_indices: tuple[int, ...]
    all_accounts: bool
    strict: bool


class AccountsParams(msgspec.Struct, frozen=True):
    """Which accounts: those of a tag, or all of them; the tag may be a regular expression."""

    tag: str
    strict_balances: bool
    regexp: bool


class LabelParams(msgspec.Struct, frozen=True):
    """The label of a new account."""

    label: str


class LabelAccountParams(msgspec.Struct, frozen=True):
    """A label for an account."""

    account_index: int
    label: str


class TagsResult(msgspec.Struct, frozen=True):
    """Tags in use."""

    account_tags: tuple[AccountTag, ...] = ()


class TagParams(msgspec.Struct, frozen=True):
    """A tag for accounts; an account has one at most."""

    tag: str
    accounts: tuple[int, ...]


class UntagParams(msgspec.Struct, frozen=True):
    """Accounts that shall have no tag."""

    accounts: tuple[int, ...]


class TagDescriptionParams(msgspec.Struct, frozen=True):
    """What a tag means."""

    tag: str
    description: str


GET_BALANCE = Method(
    "get_balance", BalanceParams, Balance, is_public=True, versions=versions.ALWAYS, aliases=("getbalance",)
)
GET_ACCOUNTS = Method("get_accounts", AccountsParams, Accounts, is_public=True, versions=versions.ALWAYS)
CREATE_ACCOUNT = Method(
    "create_account",
    LabelParams,
    NewAccount,
    is_public=True,
    is_repeatable=False,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
LABEL_ACCOUNT = Method(
    "label_account", LabelAccountParams, Done, is_public=True, versions=versions.ALWAYS, public=versions.UNTIL_1_32
)
GET_ACCOUNT_TAGS = Method("get_account_tags", types.NoneType, TagsResult, is_public=True, versions=versions.ALWAYS)
TAG_ACCOUNTS = Method(
    "tag_accounts", TagParams, Done, is_public=True, versions=versions.ALWAYS, public=versions.UNTIL_1_32
)
UNTAG_ACCOUNTS = Method(
    "untag_accounts", UntagParams, Done, is_public=True, versions=versions.ALWAYS, public=versions.UNTIL_1_32
)
SET_ACCOUNT_TAG_DESCRIPTION = Method(
    "set_account_tag_description",
    TagDescriptionParams,
    Done,
    is_public=True,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
