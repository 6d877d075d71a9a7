# SPDX-License-Identifier: Apache-2.0
"""What others wrote, made harmless: a terminal obeys control characters, so none of theirs may reach it."""

_SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Return a text in one line, with a substitute for each character that cannot be printed."""
    return "".join(each if each.isprintable() else _SUBSTITUTE for each in text)
