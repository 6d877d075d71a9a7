# SPDX-License-Identifier: Apache-2.0
"""A daemon that gives one captured answer, without any network in between, and remembers what it was asked."""

import json
from pathlib import Path
from typing import Any

from aiomonero import errors
from aiomonero.protocol.epee import reader
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport import base, call
from tests.support import vectors

VECTORS = Path(__file__).parents[1] / "vectors" / "rpc"


class Replay:
    """Answers as `tests/vectors/rpc/VERSION/NAME.json` does; `asked` and `params` are those of the last request.

    With a `failure` it fails instead.
    """

    def __init__(self, version: str, name: str) -> None:
        document = json.loads((VECTORS / version / f"{name}.json").read_bytes())
        self.document = document
        self._body = vectors.body(version, name)
        self.rpc = DaemonRpc(self, "http://daemon:1", policy=call.Policy(attempts=1))
        self.asked = ""
        self.params: Any = None
        self.failure: errors.TransportError | None = None

    @property
    def recorded(self) -> Any:
        """The parameters of the request that was captured beside the answer."""
        if "request_hex" in self.document:
            return reader.decode(bytes.fromhex(self.document["request_hex"]))
        request = self.document["request"]
        return request["body"] if "body" in request else request["params"]

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        raise AssertionError("RPC is never a GET")

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        path = url.removeprefix("http://daemon:1")
        asked = json.loads(body) if body.startswith(b"{") else reader.decode(body)
        if self.asked and asked.get("method") == "get_version":
            raise errors.Closed("nothing else was captured")  # a method is missing: what server is it?
        self.asked, self.params = (asked["method"], asked.get("params")) if path == "/json_rpc" else (path, asked)
        if self.failure:
            raise self.failure
        if self.document.get("http_status") == 404:
            raise errors.NotFound("HTTP status 404")
        return self._body


class Answers:
    """Answers every request with the same document, as JSON or as the bytes that it is; `asked` is the last request."""

    def __init__(self, document: object) -> None:
        self._body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.asked = b""

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        raise AssertionError("RPC is never a GET")

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        self.asked = body
        return self._body
