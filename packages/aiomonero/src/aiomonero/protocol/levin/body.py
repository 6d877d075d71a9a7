# SPDX-License-Identifier: Apache-2.0
"""Bodies of messages: portable storage to a struct of known shape, within what such a message may hold."""

from typing import TypeVar

import msgspec

from aiomonero import errors
from aiomonero.protocol.epee import reader

Shape = TypeVar("Shape")

_LIMITS = reader.Limits(size_bytes=65536, depth=12, values=20_000)
"""250 peers with all their fields are 2,000 values."""


def read(data: bytes, shape: type[Shape]) -> Shape:
    """Read a body; raises RemoteProtocolError. Fields that the shape does not have are let pass."""
    section = reader.decode(data, limits=_LIMITS)
    try:
        return msgspec.convert(section, shape, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise errors.RemoteProtocolError(f"a message is not what it should be: {error}") from error
