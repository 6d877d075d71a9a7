# SPDX-License-Identifier: Apache-2.0
"""The value that describes one RPC method."""

import dataclasses
from typing import Generic, TypeVar

from aiomonero.types.version import RpcVersion

Params = TypeVar("Params")
Result = TypeVar("Result")

OLDEST = RpcVersion(3, 10)
"""The RPC version of monero 0.18.0.0, the oldest daemon that the library is tested against."""


@dataclasses.dataclass(frozen=True, slots=True)
class Method(Generic[Params, Result]):
    """A JSON-RPC method of a daemon.

    `is_public`: the restricted port offers it too. `is_repeatable`: asking twice does no more than asking once, so
    the question may be asked again where the answer was lost.
    """

    name: str
    params: type[Params]
    result: type[Result]
    is_public: bool
    is_repeatable: bool = True
    since: RpcVersion = OLDEST
