# SPDX-License-Identifier: Apache-2.0
"""Repeating requests: what is repeated, when, and how often; and how refusals become errors."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client import retry, status


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

    assert (type(error), error.status, error.reason, error.message) == (expected, code, "R", "because")


def test_page_of_a_proxy_is_its_own_message():
    """What is no Status is shown, cut to a bound."""
    error = status.error(502, b"<html>bad gateway</html>" + b"x" * 10_000)

    assert isinstance(error, errors.ServerError)
    assert error.message.startswith("<html>bad gateway")
    assert len(error.message) <= status.MAX_MESSAGE_LENGTH


def test_waiting_time_comes_from_the_header_or_the_details():
    """Both places are used by real servers."""
    body = b'{"code":429,"details":{"retryAfterSeconds":3}}'

    assert status.error(429, body, "7").retry_after_seconds == 7
    assert status.error(429, body).retry_after_seconds == 3
    assert status.error(429, b"{}", "Wed, 21 Oct 2026 07:28:00 GMT").retry_after_seconds is None


def test_busy_server_is_asked_again_a_few_times():
    """The delay doubles, and the last attempt is the last."""
    error = errors.ServerError("busy")

    delays = [retry.delay_seconds(error, attempt) for attempt in range(1, retry.MAX_ATTEMPTS + 1)]

    assert delays == [0.25, 0.5, 1.0, None]


def test_server_s_own_wish_is_granted_within_a_bound():
    """An hour would hold a worker for an hour."""
    wishes = [errors.TooManyRequests("busy", retry_after_seconds=seconds) for seconds in (3.0, 3600.0)]

    assert [retry.delay_seconds(error, 1) for error in wishes] == [3.0, retry.MAX_DELAY_SECONDS]


@pytest.mark.parametrize("error", [errors.NotFound("x"), errors.Conflict("x"), errors.Invalid("x"), errors.Gone("x")])
def test_refusal_that_stays_is_not_repeated(error):
    """Asking again would give the same answer."""
    assert retry.delay_seconds(error, 1) is None
