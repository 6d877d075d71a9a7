# SPDX-License-Identifier: Apache-2.0
"""Repeating requests: what is repeated, when, and how often; and how refusals become errors."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubeloop import errors
from kubeloop.client import pool, retry, status


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (400, errors.Invalid), (401, errors.Forbidden), (403, errors.Forbidden), (404, errors.NotFound),
        (409, errors.Conflict), (410, errors.Gone), (418, errors.ApiError), (422, errors.Invalid),
        (429, errors.TooManyRequests), (500, errors.ServerError), (503, errors.ServerError),
    ],
)  # fmt: skip
def test_each_refusal_has_its_error(code, expected):
    """The class says what the caller can do."""
    body = msgspec.json.encode({"kind": "Status", "code": code, "message": "because", "reason": "R"})
    error = status.error(code, body)

    assert (type(error), error.status, error.reason) == (expected, code, "R")
    assert error.message.startswith("because")


def test_page_of_a_proxy_is_its_own_message():
    """What is no Status is shown, cut to a bound."""
    error = status.error(502, b"<html>bad gateway</html>" + b"x" * 10_000)

    assert isinstance(error, errors.ServerError)
    assert error.message.startswith("<html>bad gateway")
    assert len(error.message) <= status.MAX_MESSAGE_LENGTH


def test_waiting_time_comes_from_the_header_or_the_details():
    """Both places are used by real servers."""
    body = b'{"code":429,"details":{"retryAfterSeconds":3}}'

    assert status.error(429, body, {"Retry-After": "7"}).retry_after_seconds == 7
    assert status.error(429, body).retry_after_seconds == 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30.0), ("Wed, 21 Oct 2026 07:27:00 GMT", 0.0), ("soon", None), ("-1", None),
        ("\u0663", None), ("9" * 400, 999_999_999.0), ("Wed, 99 Oct 2026 07:27:00 GMT", None),
    ],
)  # fmt: skip
def test_waiting_time_may_be_a_date(value, expected):
    """It is counted from the server's own clock; what is neither number nor date is no wish."""
    headers = {"Retry-After": value, "Date": "Wed, 21 Oct 2026 07:28:00 GMT"}

    assert status.error(429, b"{}", headers).retry_after_seconds == expected


def test_date_without_the_server_s_clock_is_no_wish():
    """Ours may be hours away from it."""
    assert status.error(429, b"{}", {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}).retry_after_seconds is None


def delay(error: errors.KubeloopError, attempt: int = 1, *, is_read: bool = True, jitter: float = 0.0) -> float | None:
    """Return the wait after a failure."""
    return retry.delay_seconds(error, attempt, is_read=is_read, jitter=jitter)


def test_failing_server_is_read_again_a_few_times():
    """The delay doubles, and the last attempt is the last."""
    delays = [delay(errors.ServerError("broken"), attempt) for attempt in range(1, retry.MAX_ATTEMPTS + 1)]

    assert delays == [0.25, 0.5, 1.0, None]


def test_server_s_own_wish_is_granted_or_passed_on():
    """An hour would hold a worker for an hour, and coming earlier would be impolite: the caller gets the error."""
    wishes = [errors.TooManyRequests("busy", retry_after_seconds=seconds) for seconds in (3.0, 0.0, 3600.0)]

    assert [delay(error) for error in wishes] == [3.0, 0.0, None]


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 3))
def test_jitter_never_comes_before_the_wish(jitter, attempt):
    """Without a wish it comes a little earlier, never at once."""
    assert 3.0 <= delay(errors.TooManyRequests("busy", retry_after_seconds=3.0), attempt, jitter=jitter) <= 3.75
    assert 0.125 <= delay(errors.ServerError("broken"), attempt, jitter=jitter) <= 1.0


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.TooManyRequests("shed"), 0.25),
        (errors.ServerError("stopping", retry_after_seconds=1.0), 1.0),
        (pool.Unsent("refused"), 0.25),
        (errors.ServerError("perhaps done"), None),
        (errors.Unreachable("perhaps done"), None),
    ],
)
def test_write_is_repeated_only_if_it_was_not_done(error, expected):
    """A repeated first apply of a child would look like a clash with a stranger."""
    assert delay(error, is_read=False) == expected


@pytest.mark.parametrize("error", [errors.NotFound("x"), errors.Conflict("x"), errors.Invalid("x"), errors.Gone("x")])
def test_refusal_that_stays_is_not_repeated(error):
    """Asking again would give the same answer."""
    assert delay(error) is None
