# SPDX-License-Identifier: Apache-2.0
"""Which daemons `/probe` may be asked about, so that not everybody can look around through the exporter."""

import dataclasses
import re
from typing import Self

from aiomonero.types import peer_address
from aiomonero.types.endpoint import Endpoint

_EXAMPLE = "write HOST:PORT, such as *.nodes.svc:18089, whose port is a number, or * for any"
_EXAMPLE = "write HOST:PORT, such as *.nodes.svc:18089, whose port is a number, or * for any"
_PARTS = re.compile(r"(\*\*|\*)")
_WILD = {"*": r"[^.:]*", "**": r".*"}


@dataclasses.dataclass(frozen=True, slots=True)
class Targets:
    """Patterns of HOST:PORT, in which `*` stands for any text without a dot, and `**` for any text."""

    patterns: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read patterns with commas between them; raises ValueError where one has no port."""
        patterns = tuple(pattern for part in text.split(",") if (pattern := part.strip().lower()))
        for pattern in patterns:
            if not re.fullmatch(r"[^/@\s]+:(\d+|\*)", pattern):
                raise ValueError(f"{pattern!r} is no pattern of targets: {_EXAMPLE}")
        return cls(patterns)

    def have(self, target: Endpoint) -> bool:
        """Tell whether the daemon there may be asked about."""
        return any(re.fullmatch(_expression(pattern), _address(target)) for pattern in self.patterns)

    def refusal(self, target: Endpoint) -> str:
        """Say what to do about a daemon that may not be asked about."""
        return f"{_address(target)} may not be probed: allow it with --probe-targets={_address(target)} or a pattern"


def _address(target: Endpoint) -> str:
    return peer_address.join(target.host, target.port)


def _expression(pattern: str) -> str:
    return "".join(_WILD.get(part) or re.escape(part) for part in _PARTS.split(pattern))
