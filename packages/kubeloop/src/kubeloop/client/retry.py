# SPDX-License-Identifier: Apache-2.0
"""Whether and when a request is sent again, as a decision without I/O.

Only refusals of a busy or restarting server are repeated here. An answer that never came is the caller's business:
the write may have happened.
"""

from __future__ import annotations

from kubeloop import errors

MAX_ATTEMPTS = 4
FIRST_DELAY_SECONDS = 0.25
MAX_DELAY_SECONDS = 10.0


def delay_seconds(error: errors.ApiError, attempt: int) -> float | None:
    """Return how long to wait after the failure of this attempt (the first is 1), or None to give up."""
    if attempt >= MAX_ATTEMPTS or not isinstance(error, errors.TooManyRequests | errors.ServerError):
        return None
    if error.retry_after_seconds is not None:
        return min(error.retry_after_seconds, MAX_DELAY_SECONDS)
    return min(FIRST_DELAY_SECONDS * 2.0 ** (attempt - 1), MAX_DELAY_SECONDS)
