# SPDX-License-Identifier: Apache-2.0
"""JSON whose strings hold raw bytes, as monerod writes arrays of structures, made into JSON that a reader takes.

Every raw byte becomes the character of its number, so that `.encode("latin-1")` of a string gives the bytes back.
"""

import re

# Tabs and line ends are never raw in a string: monerod escapes them (transform_to_escape_sequence of
# contrib/epee/include/storages/parserse_base_utils.h). So they stand between strings, and no string need be told from
# what is around it.
_UNFIT = re.compile(r"\\(.)|[\x00-\x08\x0b\x0c\x0e-\x1f]", re.DOTALL)
_ESCAPES = frozenset('"\\/bfnrtu')
_VERTICAL_TAB = r"\u000b"


def clean(body: bytes) -> bytes:
    """Return the same document as JSON in UTF-8."""
    return _UNFIT.sub(_fit, body.decode("latin-1")).encode()


def _fit(found: re.Match[str]) -> str:
    escaped: str | None = found[1]
    if escaped is None:
        return f"\\u{ord(found[0]):04x}"
    if escaped in _ESCAPES:
        return found[0]
    # JSON does not know the vertical tab, the one escape of monerod's own.
    return _VERTICAL_TAB if escaped == "v" else escaped
