# SPDX-License-Identifier: Apache-2.0
"""JSON whose strings hold raw bytes, as monerod writes arrays of structures, made into JSON that a reader takes.

Every raw byte becomes the character of its number, so that `.encode("latin-1")` of a string gives the bytes back. What
monerod escapes by itself is in transform_to_escape_sequence of contrib/epee/include/storages/parserse_base_utils.h.
"""

import re

# Strings are matched whole, so that what looks like an escape in one of them is told from one. No alternative can match
# where another does, so the time is linear.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_UNFIT = re.compile(rb"\\(.)|[\x00-\x1f\x80-\xff]", re.DOTALL)
_ESCAPES = frozenset(b'"\\/bfnrtu')


def clean(body: bytes) -> bytes:
    """Return the same document as JSON in UTF-8."""
    return _STRING.sub(lambda string: _UNFIT.sub(_fit, string[0]), body)


def _fit(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped is None:
        return b"\\u%04x" % found[0][0]
    if escaped[0] in _ESCAPES:
        return found[0]
    # JSON does not know the vertical tab, which monerod escapes.
    return b"\\u%04x" % (0x0B if escaped == b"v" else escaped[0])
