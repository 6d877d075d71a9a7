# SPDX-License-Identifier: Apache-2.0
"""The JSON documents that a server answers with: results of JSON-RPC, and whole answers of paths.

Most carry a `status`; where it is not "OK" the document is a refusal.
"""

from typing import TypeVar

import msgspec

from aiomonero import errors

Result = TypeVar("Result")

_REFUSALS: dict[str, type[errors.DaemonError]] = {
    "BUSY": errors.NotReady,
    "PAYMENT REQUIRED": errors.PaymentRequired,
}


class _Head(msgspec.Struct):
    status: str = "OK"
    untrusted: bool = False


_encoder = msgspec.json.Encoder()
# A bare string is a result too, and one without a status.
_heads = msgspec.json.Decoder(_Head | str)


def encode(params: object) -> bytes:
    """Return the body of a request to a path; None stands for "no parameters"."""
    return b"{}" if params is None else _encoder.encode(params)


def read(
    body: bytes | msgspec.Raw,
    result: type[Result],
    answers: frozenset[str] = frozenset(),
    *,
    takes_untrusted: bool = True,
) -> Result:
    """Read a document; raises the DaemonError that its status means, but for `answers`, or RemoteProtocolError.

    Raises Untrusted where it says that another daemon answered and that is not wanted.
    """
    try:
        head = _heads.decode(body)
        if isinstance(head, _Head):
            if head.status not in answers:
                check(head.status)
            check_source(is_untrusted=head.untrusted and not takes_untrusted)
        return msgspec.json.decode(body, type=result)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"the answer is not what the method returns: {error}") from error


def check(status: str) -> None:
    """Raise the refusal that a status means."""
    if status != "OK":
        raise _REFUSALS.get(status, errors.Rejected)(status)


def check_source(*, is_untrusted: bool) -> None:
    """Refuse an answer of another daemon than the one that was asked."""
    if is_untrusted:
        raise errors.Untrusted("its bootstrap daemon answered in its place")
