# SPDX-License-Identifier: Apache-2.0
"""The `Status` document in which the API server explains a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from types import MappingProxyType

import msgspec

from kubeloop import errors
from kubeloop.client.base import UNREADABLE

MAX_MESSAGE_LENGTH = 2000
MAX_DIGITS = 9
UNTYPED = "failed to create typed patch object"


class _Details(msgspec.Struct, rename="camel"):
    retry_after_seconds: float | None = None


class _Status(msgspec.Struct):
    code: int = 0
    reason: str = ""
    message: str = ""
    details: _Details | None = None


def error(http_status: int, body: bytes, headers: Mapping[str, str] = MappingProxyType({})) -> errors.ApiError:
    """Return the error for an answer; a body that is no Status (a proxy's page) becomes the message as it is."""
    try:
        status = msgspec.json.decode(body, type=_Status)
    except UNREADABLE:
        status = _Status(message=body[:MAX_MESSAGE_LENGTH].decode(errors="replace"))
    retry_after_seconds = _header_seconds(headers)
    if retry_after_seconds is None and status.details:
        retry_after_seconds = status.details.retry_after_seconds
    return errors.from_status(
        _code(status) or http_status,
        _sentence(status, http_status),
        reason=status.reason,
        retry_after_seconds=retry_after_seconds,
    )


def _sentence(status: _Status, http_status: int) -> str:
    said = status.message[:MAX_MESSAGE_LENGTH].strip() or f"HTTP {http_status}"
    return f"{said}: the server does not accept this token or certificate" if http_status == 401 else said


def _code(status: _Status) -> int:
    # The server calls what does not fit the schema its own failure (500); sent again, it would not fit better.
    return 422 if status.message.startswith(UNTYPED) else status.code


def _header_seconds(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    if value.isascii() and value.isdecimal():
        return float(value[:MAX_DIGITS])
    try:
        # By the server's own clock: ours may be another.
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())
