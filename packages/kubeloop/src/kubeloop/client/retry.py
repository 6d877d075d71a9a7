# SPDX-License-Identifier: Apache-2.0
"""Whether and when a request is sent again, as a decision without I/O.

A request that certainly had no effect is sent again: there was no connection, the server sheds load (429), or it
failed and says when to come again (5xx with Retry-After). A read has no effect, so it is sent again after any 5xx
and when its answer was lost.

A write whose outcome is unknown is not. Our applies may be repeated without harm to what they write, but not without
harm to what their answer means: the first one of a child creates only if nothing is there, so the repetition of one
that had succeeded would be told "conflict", as if a stranger had the name; a repeated deletion is told "not found".
The reconcile that fails looks at newer facts and starts over within milliseconds, which is the better repetition.
"""

from __future__ import annotations

from kubeloop import errors
from kubeloop.client.pool import Unsent

MAX_ATTEMPTS = 4
FIRST_DELAY_SECONDS = 0.25
MAX_WISH_SECONDS = 30.0
"""A server that wants us to wait longer gets its wish from the caller: the error says for how long."""


def delay_seconds(error: errors.KubeloopError, attempt: int, *, is_read: bool, jitter: float) -> float | None:
    """Return how long to wait after the failure of this attempt (the first is 1), or None to give up.

    `jitter` is a random number in [0, 1): many clients that were refused together do not come again together.
    """
    if attempt >= MAX_ATTEMPTS or not _may_repeat(error, is_read=is_read):
        return None
    wish = _wish(error)
    if wish is None:
        return FIRST_DELAY_SECONDS * 2.0 ** (attempt - 1) * (1 - jitter / 2)
    return wish * (1 + jitter / 4) if wish <= MAX_WISH_SECONDS else None


def _may_repeat(error: errors.KubeloopError, *, is_read: bool) -> bool:
    if isinstance(error, errors.TooManyRequests | Unsent):
        return True
    if isinstance(error, errors.ServerError):
        return is_read or _wish(error) is not None
    return is_read and isinstance(error, errors.Unreachable)


def _wish(error: errors.KubeloopError) -> float | None:
    return error.retry_after_seconds if isinstance(error, errors.ApiError) else None
