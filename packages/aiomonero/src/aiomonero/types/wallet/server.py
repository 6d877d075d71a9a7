# SPDX-License-Identifier: Apache-2.0
"""The wallet server itself, and the wallets it makes."""

from typing import ClassVar

import msgspec

from aiomonero.types import version
from aiomonero.types.discreet import Discreet


class WalletVersion(msgspec.Struct, frozen=True):
    """The version of the wallet's RPC, which is not that of the daemon's."""

    rpc_version_number: int = msgspec.field(name="version")
    release: bool = False

    @property
    def rpc_version(self) -> version.RpcVersion:
        return version.RpcVersion.from_wire(self.rpc_version_number)


class Languages(msgspec.Struct, frozen=True):
    """Languages of seeds: in English, and each in its own words."""

    languages: tuple[str, ...]
    languages_local: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.languages) != len(self.languages_local):
            raise ValueError("there are more names of languages than languages, or less")


class MadeWallet(Discreet, frozen=True):
    """A wallet that was made of keys or of a seed; `info` is the server's remark.

    `seed` is what the wallet would be made of again, "" where that is not a seed.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"seed"})

    address: str
    info: str = ""
    seed: str = ""
    was_deprecated: bool = False
