# SPDX-License-Identifier: Apache-2.0
"""JSON whose strings hold raw bytes, as monerod writes arrays of structures.

Every raw byte becomes the character of its number, so that `.encode("latin-1")` of a string gives the bytes back.
"""

import json
from typing import Any

from aiomonero import errors

# JSON does not know the vertical tab, the one escape of monerod's own (transform_to_escape_sequence of
# contrib/epee/include/storages/parserse_base_utils.h). Escaped backslashes go first, so that what is left of a
# backslash and a "v" is that escape.
_ESCAPES = ((rb"\\", rb"\u005c"), (rb"\v", rb"\u000b"))


def read(body: bytes) -> dict[str, Any]:
    """Return what stands in the document; raises RemoteProtocolError."""
    for raw, escaped in _ESCAPES:
        body = body.replace(raw, escaped)
    try:
        # Not strict: control characters may stand in strings.
        found = json.loads(body.decode("latin-1"), strict=False)
    except (ValueError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"the answer is no JSON with raw bytes in it: {error}") from error
    if not isinstance(found, dict):
        raise errors.RemoteProtocolError("the answer is JSON, but no object")
    return found
