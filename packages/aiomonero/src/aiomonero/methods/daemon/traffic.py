# SPDX-License-Identifier: Apache-2.0
"""Methods about what the daemon's P2P connections move, and may move."""

import types
from typing import Annotated

import msgspec

from aiomonero.methods.method import Form, Method
from aiomonero.types.traffic import NetStats, RateLimits


class LimitParams(msgspec.Struct, frozen=True):
    """KiB per second; 0 leaves a limit as it is, and -1 brings the daemon's default back."""

    limit_up: Annotated[int, msgspec.Meta(ge=-1)]
    limit_down: Annotated[int, msgspec.Meta(ge=-1)]


GET_NET_STATS = Method("get_net_stats", types.NoneType, NetStats, is_public=False, form=Form.PATH)
GET_LIMIT = Method("get_limit", types.NoneType, RateLimits, is_public=True, form=Form.PATH)
SET_LIMIT = Method("set_limit", LimitParams, RateLimits, is_public=False, form=Form.PATH)
