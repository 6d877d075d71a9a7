# SPDX-License-Identifier: Apache-2.0
"""Everything that goes wrong, by what the caller can do about it.

KubeloopError
├── ApiError                    the API server answered "no"
│   ├── Invalid (400, 422)          the request is wrong: change it
│   ├── Forbidden (401, 403)        permission is missing: change the Role
│   ├── NotFound (404)              it is not there
│   ├── Conflict (409)              somebody else was faster: look again
│   ├── Gone (410)                  the version is too old: list again
│   ├── TooManyRequests (429)       wait as long as it says
│   └── ServerError (5xx)           wait
├── Unreachable                 no answer: refused, reset, timed out
├── Undecodable                 an answer that makes no sense
├── ConfigError                 no usable credentials: says which file and why
├── Clash                       something that is not ours has the name of a child
└── Retry · RetryAfter · Stop   what a reconcile may raise to say what happens next
"""

from __future__ import annotations


class KubeloopError(Exception):
    """Root of all errors of this package."""


class ApiError(KubeloopError):
    """The API server refused; `message` is its sentence, `status` the HTTP status, `reason` its word for programs.

    `retry_after_seconds` is how long it asks to be left alone, if it does.
    """

    def __init__(
        self, message: str, *, status: int = 0, reason: str = "", retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds


class Invalid(ApiError):
    """The request is malformed or breaks the schema."""


class Forbidden(ApiError):
    """Authentication or permission is missing."""


class NotFound(ApiError):
    """There is no such object or kind."""


class Conflict(ApiError):
    """A precondition (version or uid) does not hold."""


class Gone(ApiError):
    """The version or the continue token has expired."""


class TooManyRequests(ApiError):
    """The server sheds load."""


class ServerError(ApiError):
    """The server failed, or is starting or stopping."""


class Unreachable(KubeloopError):
    """No answer came in time."""


class Undecodable(KubeloopError):
    """An answer is not what the API promises."""


class ConfigError(KubeloopError):
    """There are no usable credentials."""


class Clash(KubeloopError):
    """An object that is not ours has the name of a child; it was not touched."""

    def __init__(self, kind: str, namespace: str, name: str, *, uid: str = "", controller: str = "") -> None:
        whose = f"controlled by {controller}" if controller else "without a controller"
        super().__init__(f"{kind} {namespace}/{name} exists already, {whose}")
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.controller = controller


class Retry(KubeloopError):
    """Try this key again with growing delays."""


class RetryAfter(KubeloopError):
    """Try this key again after a time; earlier failures do not count."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class Stop(KubeloopError):
    """Trying again would not help; the next change of the object starts anew."""


_BY_STATUS: dict[int, type[ApiError]] = {
    400: Invalid,
    401: Forbidden,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    422: Invalid,
    429: TooManyRequests,
}


def from_status(status: int, message: str, *, reason: str = "", retry_after_seconds: float | None = None) -> ApiError:
    """Return the error for an HTTP status."""
    kind = ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)
    return kind(message, status=status, reason=reason, retry_after_seconds=retry_after_seconds)
