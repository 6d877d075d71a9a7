# SPDX-License-Identifier: Apache-2.0
"""Methods about the daemon itself."""

import types

from aiomonero.methods.method import SMALL_BYTES, Method
from aiomonero.types.info import Info, Version

GET_INFO = Method(
    "get_info", types.NoneType, Info, is_public=True, aliases=("/get_info", "/getinfo"), limit_bytes=SMALL_BYTES
)
GET_VERSION = Method("get_version", types.NoneType, Version, is_public=True, limit_bytes=SMALL_BYTES)
