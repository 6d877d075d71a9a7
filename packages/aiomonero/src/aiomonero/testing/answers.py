# SPDX-License-Identifier: Apache-2.0
"""What a fake server answers to whom: JSON-RPC methods and paths by name, and a record of what was asked."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from aiomonero import errors

METHOD_NOT_FOUND = -32601
_JSON_RPC = "/json_rpc"


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """A JSON-RPC error instead of a result."""

    code: int
    message: str = "refused"


Answer: TypeAlias = object
"""A result: anything that becomes JSON, msgspec structs among it, or bytes as they are. Or a `Refusal`, or an error of
`aiomonero.errors` that the client shall meet, or a function of the parameters that returns one of these."""


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """What a client asked: the name of the method or path, and its parameters (bytes where they are no JSON)."""

    name: str
    params: Any


class Answers:
    """Answers by name; a name without one is unknown to the server, as a method is to one that is too old.

    Names are those of `Method.name`: "get_info", and "get_height" or "get_blocks.bin" for paths. What is missing in an
    answer's `status` is filled in as "OK".
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = dict(answers)
        self.calls: list[Call] = []

    def set(self, name: str, answer: Answer) -> None:
        """Answer otherwise from now on."""
        self._answers[name] = answer

    def answer(self, path: str, body: bytes) -> bytes:
        """Return the body of the answer to a request; raises the error that the client shall meet."""
        if path == _JSON_RPC:
            return _enveloped(self._method(body))
        name = path.removeprefix("/")
        found = self._find(name, _params(body))
        if isinstance(found, Refusal):
            raise errors.NotFound(f"no path {path}")
        return found if isinstance(found, bytes) else msgspec.json.encode(_with_status(found))

    def _method(self, body: bytes) -> Answer:
        request = msgspec.json.decode(body, type=dict[str, Any])
        return self._find(request["method"], request.get("params"))

    def _find(self, name: str, params: Any) -> Answer:
        self.calls.append(Call(name, params))
        answer = self._answers.get(name, Refusal(METHOD_NOT_FOUND, "Method not found"))
        found = answer(params) if callable(answer) else answer
        if isinstance(found, errors.MoneroError):
            raise found
        return found


def recorded(folder: Path, port: str = "unrestricted") -> dict[str, Answer]:
    """Read answers of a real daemon: files `PORT.json_rpc.METHOD.json` and `PORT.PATH.json`, as in `tests/vectors`.

    A file holds the answer, or an object with the answer as its `response`, in hex as `response_hex` where it is bytes.
    """
    found: dict[str, Answer] = {}
    for path in sorted(folder.glob(f"{port}.*.json")):
        name = path.name.removeprefix(f"{port}.").removesuffix(".json")
        method = name.removeprefix("json_rpc.")
        if method != name and "." not in method:
            found[method] = _result(_response(path))
        elif "." not in name.removesuffix(".bin"):
            found.setdefault(name, _response(path))
    return found


def _response(path: Path) -> Any:
    document = json.loads(path.read_bytes())
    if not isinstance(document, dict):
        return document
    if "response_hex" in document:
        return bytes.fromhex(document["response_hex"])
    return document.get("response", document)


def _result(document: Any) -> Answer:
    if "error" in document:
        return Refusal(document["error"]["code"], document["error"].get("message", ""))
    return document.get("result", document)


def _params(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body) if body else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return body


def _enveloped(found: Answer) -> bytes:
    head = {"jsonrpc": "2.0", "id": "0"}
    if isinstance(found, Refusal):
        return msgspec.json.encode({**head, "error": {"code": found.code, "message": found.message}})
    return msgspec.json.encode({**head, "result": _with_status(found)})


def _with_status(found: Answer) -> Answer:
    plain = msgspec.to_builtins(found)
    return {"status": "OK", **plain} if isinstance(plain, dict) else plain
