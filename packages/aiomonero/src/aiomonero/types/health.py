# SPDX-License-Identifier: Apache-2.0
"""What an exporter says about its daemon at `/status`: the contract between exporters and operators of any age.

Tolerant in both directions: a reader ignores members that it does not know, and every member may be absent.
None means "not known", never zero. A member keeps its meaning for ever; only an incompatible change raises `SCHEMA`.
"""

import msgspec

from aiomonero import errors
from aiomonero.types.network import Network

SCHEMA = 1


class Reason(msgspec.Struct, frozen=True, rename="camel"):
    """Why a daemon is not ready: a stable CamelCase code for programs and a sentence for people."""

    code: str
    message: str = ""


class HiddenService(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One address at an anonymity network that a node serves; `name` is what for (`p2p`, `rpc`, `shared`).

    `published` tells whether the network can look it up; `previous` addresses are of keys that were replaced.
    The address itself is not told: whoever asks after a node's health need not learn where else it is reached.
    """

    name: str = ""
    introduction_points: int | None = None
    published: bool | None = None
    previous: bool = False


class Hidden(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A node's Tor or I2P as last observed. `bootstrapped` is in percent, and Tor's only.

    `ready` means that circuits or tunnels can be built. `problems` says what is wrong with keys or the program.
    """

    ready: bool = False
    version: str | None = None
    bootstrapped: int | None = None
    services: tuple[HiddenService, ...] = ()
    problems: tuple[Reason, ...] = ()
    peers_in: int | None = None
    peers_out: int | None = None


class Status(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One daemon's health as last observed. `name` tells its node from the others of its set.

    `height` counts the blocks that the daemon has, so its top block stands at `height - 1`; `target_height` is the
    height that the daemon believes its network to have, or None where it knows no more than its own.
    `top_timestamp` (the top block's own), `started_at` and `observed_at` (when the answers were taken) are Unix
    seconds.
    `synced` means that it has the chain that others have, by their heights and the age of its top block; `ready` that
    it is fit to serve clients, which it may be with an old block where no sibling has a younger one. `reasons` says why
    not, and what else is to know about a daemon that is ready. `tor` and `i2p` are there where these run beside it.
    """

    schema: int = SCHEMA
    name: str | None = None
    version: str | None = None
    network: Network | None = None
    height: int | None = None
    target_height: int | None = None
    top_hash: str | None = None
    top_timestamp: int | None = None
    synced: bool = False
    ready: bool = False
    reasons: tuple[Reason, ...] = ()
    peers_in: int | None = None
    peers_out: int | None = None
    started_at: int | None = None
    observed_at: int | None = None
    tor: Hidden | None = None
    i2p: Hidden | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Status)


def encode(status: Status) -> bytes:
    """Return the JSON document of a status."""
    return _encoder.encode(status)


def decode(document: bytes) -> Status:
    """Read the JSON document of a status; raises `errors.RemoteProtocolError` if it is none."""
    try:
        return _decoder.decode(document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"not a /status document: {error}") from error
