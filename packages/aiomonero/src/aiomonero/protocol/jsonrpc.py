# SPDX-License-Identifier: Apache-2.0
"""JSON-RPC 2.0 as Monero's servers speak it: requests to bytes, bytes to a result or to the error that they mean.

A refusal comes in two shapes: as an `error` with a code, or as a result whose `status` is not "OK".
"""

import types
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import msgspec

from aiomonero import errors
from aiomonero.protocol import document
from aiomonero.protocol.document import Body

Result = TypeVar("Result")

_METHOD_NOT_FOUND = -32601
_OUR_FAULT = frozenset({-32700, -32600, -32602})

Refusals = Mapping[int, type[errors.DaemonError]]
"""What a server's own error codes mean; daemons and wallets use the same numbers for different things."""
_NONE: Refusals = types.MappingProxyType({})


class _Request(msgspec.Struct):
    # Exchanges are never pipelined on one connection, so all of them can carry the same id.
    method: str
    params: object | msgspec.UnsetType
    jsonrpc: str = "2.0"
    id: str = "0"


class _Error(msgspec.Struct):
    code: int
    message: str = ""


class _Answer(msgspec.Struct, Generic[Result]):
    result: Result | None = None
    error: _Error | None = None


_ANSWER_WITH: Any = _Answer
"""Takes a type that is known only when it runs, which type checkers know nothing of."""

_encoder = msgspec.json.Encoder()


def encode(method: str, params: object = None) -> bytes:
    """Return the body of a request; None stands for "no parameters"."""
    return _encoder.encode(_Request(method=method, params=msgspec.UNSET if params is None else params))


def decode(body: Body, result: type[Result], refusals: Refusals = _NONE, *, takes_untrusted: bool = True) -> Result:
    """Read the body of an answer; raises the DaemonError or ProtocolError that it means."""
    answer: _Answer[document.Head] = document.shaped(body, _Answer[document.Head])
    if answer.error is not None:
        raise _error_of(answer.error, refusals)
    if answer.result is None:
        raise errors.RemoteProtocolError("the answer holds neither a result nor an error")
    document.check_head(answer.result, takes_untrusted=takes_untrusted)
    whole: Result = document.shaped(body, _ANSWER_WITH[result]).result
    return whole


def _error_of(error: _Error, refusals: Refusals) -> errors.MoneroError:
    sentence = f"{error.message} ({error.code})" if error.message else f"it gave no reason (code {error.code})"
    if error.code in _OUR_FAULT:
        return errors.LocalProtocolError(sentence)
    kind = errors.MethodMissing if error.code == _METHOD_NOT_FOUND else refusals.get(error.code, errors.Rejected)
    return kind(sentence, code=error.code)
