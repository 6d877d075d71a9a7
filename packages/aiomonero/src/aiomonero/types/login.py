# SPDX-License-Identifier: Apache-2.0
"""Who asks a daemon that wants to know; the password shows in no representation."""

import dataclasses
from typing import Self

_LIMIT_CHARACTERS = 1024
# A colon ends the username, and monerod does not find a user again whose name is escaped in a header.
_FORBIDDEN = set(':"\\')


@dataclasses.dataclass(frozen=True, slots=True)
class Login:
    """A printable username without colons, quotes and backslashes, and its password, as in monerod's `--rpc-login`."""

    username: str
    password: str = dataclasses.field(repr=False)

    def __post_init__(self) -> None:
        if not self.username or not self.username.isprintable() or _FORBIDDEN & set(self.username):
            raise ValueError("a login's username is printable, not empty, and without colons, quotes and backslashes")
        if max(len(self.username), len(self.password)) > _LIMIT_CHARACTERS:
            raise ValueError(f"a login's username and password have at most {_LIMIT_CHARACTERS} characters each")
        if any("\ud800" <= character <= "\udfff" for character in self.password):
            raise ValueError("a login's password is text in UTF-8")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "username:password"; raises ValueError, never with what was read."""
        username, colon, password = text.partition(":")
        if not colon:
            raise ValueError("a login is written username:password, and there is no colon")
        return cls(username, password)
