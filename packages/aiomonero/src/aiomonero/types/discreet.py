# SPDX-License-Identifier: Apache-2.0
"""Structs with secrets in them, which show only to whoever asks for the field itself."""

from typing import ClassVar

import msgspec


class Discreet(msgspec.Struct, frozen=True):
    """A base of structs; the fields that `SECRETS` names are masked in every representation."""

    SECRETS: ClassVar[frozenset[str]] = frozenset()

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self._shown(name)}" for name in self.__struct_fields__)
        return f"{type(self).__name__}({fields})"

    def _shown(self, name: str) -> str:
        value = getattr(self, name)
        # What is empty is no secret, and to see that it is helps whoever looks for a mistake.
        return "***" if name in self.SECRETS and value else repr(value)
