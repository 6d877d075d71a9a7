# SPDX-License-Identifier: Apache-2.0
"""Hashes as the RPC writes them: 32 bytes in lower-case hex, checked where JSON enters."""

from typing import Annotated

import msgspec

Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
