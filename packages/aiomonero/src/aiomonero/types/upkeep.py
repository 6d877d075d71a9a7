# SPDX-License-Identifier: Apache-2.0
"""What a daemon says after work on its own program and database."""

import enum

import msgspec


class UpdateCommand(enum.StrEnum):
    """What to do about a newer release."""

    CHECK = "check"
    DOWNLOAD = "download"


class Pruning(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the database is pruned, and the stripe that it keeps, as the seed says it; 0 is everything."""

    pruned: bool
    pruning_seed: int


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """A newer release as monero's DNS names it: `hash` (SHA-256) is the file's, `path` where the daemon put it.

    `user_uri` is for people, `auto_uri` for programs. All are "" where there is no `update`.
    """

    update: bool
    version: str = ""
    user_uri: str = ""
    auto_uri: str = ""
    hash: str = ""
    path: str = ""
