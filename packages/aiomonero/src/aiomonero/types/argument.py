# SPDX-License-Identifier: Apache-2.0
"""What callers give by hand: of another type it would fail far from where it was given."""


def check(name: str, value: object, kind: type, example: str) -> None:
    """Raise TypeError, which says what to give and never what was given, unless the value is None or of the kind."""
    if value is not None and not isinstance(value, kind):
        raise TypeError(f"{name} is of type {type(value).__name__}: give {example}")
