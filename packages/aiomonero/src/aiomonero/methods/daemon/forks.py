# SPDX-License-Identifier: Apache-2.0
"""Methods about blocks aside of the main chain."""

import types

import msgspec

from aiomonero.methods.method import V0_18_5, Form, Method, Span
from aiomonero.types.fork import AlternateChain
from aiomonero.types.hashes import Hash


class AlternateChainsResult(msgspec.Struct, frozen=True):
    """All chains that lost; daemons leave an empty list out."""

    chains: tuple[AlternateChain, ...] = ()


class AlternateHashesResult(msgspec.Struct, frozen=True):
    """Hashes of all blocks of these chains."""

    blks_hashes: tuple[Hash, ...] = ()


GET_ALTERNATE_CHAINS = Method("get_alternate_chains", types.NoneType, AlternateChainsResult, is_public=False)
GET_ALT_BLOCKS_HASHES = Method(
    "get_alt_blocks_hashes",
    types.NoneType,
    AlternateHashesResult,
    is_public=True,
    form=Form.PATH,
    public=Span(until=V0_18_5),
)
