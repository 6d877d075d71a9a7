# SPDX-License-Identifier: Apache-2.0
"""The `Status` document in which the API server explains a refusal."""

from __future__ import annotations

import msgspec

from kubeloop import errors

MAX_MESSAGE_LENGTH = 2000


class _Details(msgspec.Struct, rename="camel"):
    retry_after_seconds: float | None = None


class _Status(msgspec.Struct):
    code: int = 0
    reason: str = ""
    message: str = ""
    details: _Details | None = None


def error(http_status: int, body: bytes, retry_after: str | None = None) -> errors.ApiError:
    """Return the error for an answer; a body that is no Status (a proxy's page) becomes the message as it is."""
    try:
        status = msgspec.json.decode(body, type=_Status)
    except msgspec.MsgspecError:
        status = _Status(message=body[:MAX_MESSAGE_LENGTH].decode(errors="replace"))
    return errors.from_status(
        status.code or http_status,
        status.message[:MAX_MESSAGE_LENGTH] or f"HTTP {http_status}",
        reason=status.reason,
        retry_after_seconds=_seconds(retry_after, status),
    )


def _seconds(header: str | None, status: _Status) -> float | None:
    if header is not None and header.isdecimal():
        return float(header)
    return status.details.retry_after_seconds if status.details else None
