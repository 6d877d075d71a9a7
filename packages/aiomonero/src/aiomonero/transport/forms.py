# SPDX-License-Identifier: Apache-2.0
"""Requests to bytes and answers from bytes, in the form that a method speaks."""

from typing import TypeVar

import msgspec

from aiomonero.methods.method import Form, Method
from aiomonero.protocol import document, jsonrpc, raw_strings, storage

Params = TypeVar("Params")
Result = TypeVar("Result")


def encode(method: Method[Params, Result], params: Params) -> bytes:
    """Return the body of the request; raises LocalProtocolError where the parameters cannot be sent."""
    match method.form:
        case Form.JSON_RPC:
            return jsonrpc.encode(method.name, params)
        case Form.PATH:
            return document.encode(params)
        case Form.STORAGE:
            assert params is None or isinstance(params, msgspec.Struct)
            return storage.encode(params)


def decode(
    method: Method[Params, Result], answer: bytes, refusals: jsonrpc.Refusals, *, takes_untrusted: bool = True
) -> Result:
    """Return what the body says; raises the DaemonError or ProtocolError that it means."""
    body = raw_strings.read(answer) if method.holds_bytes else answer
    match method.form:
        case Form.JSON_RPC:
            meanings = {**refusals, **method.refusals}
            return jsonrpc.decode(body, method.result, meanings, takes_untrusted=takes_untrusted)
        case Form.PATH:
            return document.read(body, method.result, method.answers, takes_untrusted=takes_untrusted)
        case Form.STORAGE:
            return storage.read(answer, method.result, takes_untrusted=takes_untrusted)
