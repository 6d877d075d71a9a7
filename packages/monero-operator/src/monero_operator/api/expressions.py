# SPDX-License-Identifier: Apache-2.0
"""`$(NAME)` in arguments, which Kubernetes replaces by the container's environment variable of that name.

It leaves as they are what names no variable and what is not closed, and the program would get them literally, which
nobody wants: a wallet address that was not filled in mines for nobody. `$$(NAME)` stands for the text `$(NAME)`.
"""

from collections.abc import Collection, Iterable, Iterator

_OPEN = "$("


def problems(words: Iterable[str], known: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield each word with an expression that stands for nothing, and the rest of a sentence about it."""
    for word in words:
        for expression in _expressions(word):
            if not expression.endswith(")"):
                yield word, f"opens {_OPEN} and does not close it; write $${_OPEN[1:]} for these characters themselves"
            elif expression[len(_OPEN) : -1] not in known:
                yield (
                    word,
                    f"names the variable {expression}, which there is not; write ${expression} for the text itself",
                )


def _expressions(word: str) -> Iterator[str]:
    """Yield each expression as it stands in a word; one that is not closed reaches to the end of the word."""
    rest = word
    while (start := rest.find("$")) >= 0:
        rest = rest[start:]
        if not rest.startswith(_OPEN):
            # A dollar sign takes the next one along: two of them are one that begins nothing.
            rest = rest[2 if rest.startswith("$$") else 1 :]
            continue
        name, bracket, rest = rest.partition(")")
        yield name + bracket
