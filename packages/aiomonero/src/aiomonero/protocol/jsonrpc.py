# SPDX-License-Identifier: Apache-2.0
"""JSON-RPC 2.0 as Monero's servers speak it: requests to bytes, bytes to a result or to the error that they mean.

A refusal comes in two shapes: as an `error` with a code, or as a result whose `status` is not "OK".
"""

from typing import TypeVar

import msgspec

from aiomonero import errors

Result = TypeVar("Result")

_METHOD_NOT_FOUND = -32601

# src/rpc/core_rpc_server_error_codes.h of monero 0.18, and the codes of JSON-RPC itself.
_ERRORS: dict[int, type[errors.DaemonError]] = {
    -2: errors.NotFound,
    -9: errors.Busy,
    -19: errors.Restricted,
    _METHOD_NOT_FOUND: errors.MethodMissing,
}
_OUR_FAULT = frozenset({-32700, -32600, -32602})
_REFUSING_STATUS: dict[str, type[errors.DaemonError]] = {"BUSY": errors.Busy}


class _Request(msgspec.Struct):
    # Exchanges are never pipelined on one connection, so all of them can carry the same id.
    method: str
    params: object | msgspec.UnsetType
    jsonrpc: str = "2.0"
    id: str = "0"


class _Error(msgspec.Struct):
    code: int
    message: str = ""


class _Answer(msgspec.Struct):
    result: msgspec.Raw = msgspec.Raw()
    error: _Error | None = None


class _Head(msgspec.Struct):
    status: str = "OK"


_encoder = msgspec.json.Encoder()
_answers = msgspec.json.Decoder(_Answer)
_heads = msgspec.json.Decoder(_Head)


def encode(method: str, params: object = None) -> bytes:
    """Return the body of a request; None stands for "no parameters"."""
    return _encoder.encode(_Request(method=method, params=msgspec.UNSET if params is None else params))


def decode(body: bytes, result: type[Result]) -> Result:
    """Read the body of an answer; raises the DaemonError or ProtocolError that it means."""
    try:
        answer = _answers.decode(body)
        if answer.error is not None:
            raise _error_of(answer.error)
        if not bytes(answer.result):
            raise errors.RemoteProtocolError("the answer holds neither a result nor an error")
        _check_status(_heads.decode(answer.result).status)
        return msgspec.json.decode(answer.result, type=result)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"the answer is not what the method returns: {error}") from error


def _error_of(error: _Error) -> errors.MoneroError:
    if error.code in _OUR_FAULT:
        return errors.LocalProtocolError(f"{error.message} ({error.code})")
    kind = _ERRORS.get(error.code, errors.Rejected)
    return kind(f"{error.message} ({error.code})", code=error.code)


def _check_status(status: str) -> None:
    if status != "OK":
        raise _REFUSING_STATUS.get(status, errors.Rejected)(status)
