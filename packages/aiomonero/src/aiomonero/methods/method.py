# SPDX-License-Identifier: Apache-2.0
"""The value that describes one method of a daemon or a wallet."""

import dataclasses
import enum
from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

from aiomonero import errors
from aiomonero.types.version import RpcVersion

Params = TypeVar("Params")
Result = TypeVar("Result")

OLDEST = RpcVersion(3, 10)
"""The RPC version of monero 0.18.0.0, the oldest daemon that the library is tested against."""
V0_18_5 = RpcVersion(3, 16)
"""The RPC version of monero 0.18.5."""
V0_19 = RpcVersion(3, 18)
"""The RPC version of monero 0.19."""
SMALL_BYTES = 64 * 2**10
"""A `limit_bytes` for answers that hold a few numbers or names."""


class Form(enum.Enum):
    """How a method is asked, and how it answers."""

    JSON_RPC = enum.auto()
    """`POST /json_rpc`, JSON-RPC 2.0."""
    PATH = enum.auto()
    """`POST /name`, a JSON object each way."""
    STORAGE = enum.auto()
    """`POST /name.bin`, portable storage each way."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The RPC versions that have something: from `since` on, and before `until` where it went away again."""

    since: RpcVersion = OLDEST
    until: RpcVersion | None = None

    def __contains__(self, version: RpcVersion) -> bool:
        return self.since <= version and (self.until is None or version < self.until)

    def __str__(self) -> str:
        return f"{self.since} or later" + (f" and before {self.until}" if self.until else "")


class Done(msgspec.Struct, frozen=True):
    """What a method answers that only does something."""


MINUTES = 600.0
"""The patience with what looks through the whole chain."""
HOURS = 6 * 3600.0
"""The patience with what writes much of it anew, or looks at all of it closely."""

EVER = Span(since=RpcVersion(0, 0))
ALWAYS = Span()
UNTIL_0_19 = Span(until=V0_19)


@dataclasses.dataclass(frozen=True, slots=True)
class Method(Generic[Params, Result]):
    """A method, what it is asked with and what it answers.

    `is_public`: the restricted port offers it too, or did in the versions of `public`, by and large: all patches of a
    release have one RPC version. `is_repeatable`: asking twice does no more than asking once, so the question may be
    asked again where the answer was lost.
    `aliases` are other names that daemons know it by, paths where they begin with a slash.
    `holds_bytes`: the answer is JSON but for raw bytes inside its strings, as monerod writes some arrays of structures.
    `refusals`: what error codes mean of this method where others mean something else by them. `answers`: statuses that
    are no refusals here, so that the result tells more than an error could. `limit_bytes`: how long an answer may be
    where more is never needed, or the bound of all others is too little. `patience_seconds`: how long one may take
    where most come sooner.
    """

    name: str
    params: type[Params]
    result: type[Result]
    is_public: bool
    is_repeatable: bool = True
    form: Form = Form.JSON_RPC
    versions: Span = ALWAYS
    public: Span = EVER
    aliases: tuple[str, ...] = ()
    holds_bytes: bool = False
    refusals: Mapping[int, type[errors.DaemonError]] = dataclasses.field(default_factory=dict)
    answers: frozenset[str] = frozenset()
    limit_bytes: int | None = None
    patience_seconds: float | None = None

    @property
    def path(self) -> str:
        """Where it is asked, below the server's URL."""
        return "/json_rpc" if self.form is Form.JSON_RPC else f"/{self.name}"
