# SPDX-License-Identifier: Apache-2.0
"""What `monero-agent` says at `/status` of the tor or i2pd that it keeps running, as far as anybody here needs it.

Any member may be absent, as the agent may be older or younger than the exporter. None means that it does not know.
"""

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from aiomonero import errors

Count = Annotated[int, Meta(ge=0)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Ratio = Annotated[float, Meta(ge=0, le=1)]


class Problem(msgspec.Struct, frozen=True):
    """What is wrong: a stable code and a sentence."""

    code: str
    message: str = ""


class Service(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One address that is served; `is_previous` of a key that was replaced and is served a while longer."""

    name: str
    address: str | None = None
    introduction_points: Count | None = None
    is_published: bool | None = None
    is_previous: bool = False


class Program(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag_field="network"):
    """What both programs tell alike."""

    running: bool = False
    ready: bool = False
    version: str | None = None
    restarts: Count | None = None
    reloads: Count | None = None
    services: tuple[Service, ...] = ()
    problems: tuple[Problem, ...] = ()


class Tor(Program, frozen=True, kw_only=True, rename="camel", tag="tor"):
    """A tor."""

    bootstrapped: Percent | None = None
    circuit_established: bool | None = None
    network_live: bool | None = None


class I2p(Program, frozen=True, kw_only=True, rename="camel", tag="i2p"):
    """An i2pd."""

    network_status: str | None = None
    known_peers: Count | None = None
    tunnel_success_ratio: Ratio | None = None


AnyProgram = TypeVar("AnyProgram", bound=Program)


def decode(document: bytes, kind: type[AnyProgram]) -> AnyProgram:
    """Read an answer of an agent of that kind; raises RemoteProtocolError."""
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"not the status of a {kind.__name__.lower()}: {error}") from error
