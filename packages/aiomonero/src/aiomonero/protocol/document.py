# SPDX-License-Identifier: Apache-2.0
"""The JSON documents that a server answers with: results of JSON-RPC, and whole answers of paths.

Most carry a `status`; where it is not "OK" the document is a refusal.
"""

from typing import Any, TypeVar

import msgspec

from aiomonero import errors

Result = TypeVar("Result")
Body = bytes | dict[str, Any]
"""JSON, or what stands in it where it had to be read in another way."""

_REFUSALS: dict[str, type[errors.DaemonError]] = {
    "BUSY": errors.NotReady,
    "PAYMENT REQUIRED": errors.PaymentRequired,
}


class Fields(msgspec.Struct):
    """The members that say whether a document is an answer at all."""

    status: str = "OK"
    untrusted: bool = False


Head = Fields | str
"""A bare string is a result too, and one without a status."""

_encoder = msgspec.json.Encoder()


def encode(params: object) -> bytes:
    """Return the body of a request to a path; None stands for "no parameters"."""
    return b"{}" if params is None else _encoder.encode(params)


def read(
    body: Body,
    result: type[Result],
    answers: frozenset[str] = frozenset(),
    *,
    takes_untrusted: bool = True,
) -> Result:
    """Read a document; raises what `check_head` does, or RemoteProtocolError."""
    check_head(shaped(body, Head), answers, takes_untrusted=takes_untrusted)
    whole: Result = shaped(body, result)
    return whole


def shaped(body: Body, shape: Any) -> Any:
    """Return the body as a value of that type; raises RemoteProtocolError where it cannot be one."""
    try:
        return msgspec.json.decode(body, type=shape) if isinstance(body, bytes) else msgspec.convert(body, shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"the answer is not what the method returns: {error}") from error


def check_head(head: Head, answers: frozenset[str] = frozenset(), *, takes_untrusted: bool = True) -> None:
    """Raise the DaemonError that the status means, but for `answers`.

    Raises Untrusted where it says that another daemon answered and that is not wanted.
    """
    if isinstance(head, Fields):
        if head.status not in answers:
            check(head.status)
        check_source(is_untrusted=head.untrusted and not takes_untrusted)


def check(status: str) -> None:
    """Raise the refusal that a status means."""
    if status != "OK":
        raise _REFUSALS.get(status, errors.Rejected)(status)


def check_source(*, is_untrusted: bool) -> None:
    """Refuse an answer of another daemon than the one that was asked."""
    if is_untrusted:
        raise errors.Untrusted("its bootstrap daemon answered in its place")
