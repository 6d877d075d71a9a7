# SPDX-License-Identifier: Apache-2.0
"""JSON whose strings hold raw bytes, as monerod writes arrays of structures, made into JSON that a reader takes.

Every raw byte becomes the character of its number, so that `.encode("latin-1")` of a string gives the bytes back.
"""

# Tabs and line ends are never raw in a string: monerod escapes them (transform_to_escape_sequence of
# contrib/epee/include/storages/parserse_base_utils.h). So they stand between strings, and no string need be told from
# what is around it.
_CONTROLS = tuple((bytes([byte]), b"\\u%04x" % byte) for byte in range(0x20) if byte not in b"\t\n\r")
# JSON does not know the vertical tab, the one escape of monerod's own. Escaped backslashes go first, so that what is
# left of a backslash and a "v" is that escape.
_ESCAPES = ((rb"\\", rb"\u005c"), (rb"\v", rb"\u000b"))


def clean(body: bytes) -> bytes:
    """Return the same document as JSON in UTF-8; takes a fixed number of passes, whatever the bytes are."""
    for raw, escaped in (*_ESCAPES, *_CONTROLS):
        body = body.replace(raw, escaped)
    return body.decode("latin-1").encode()
