# SPDX-License-Identifier: Apache-2.0
"""Headers are read and written as real peers write them."""

import pytest

from aiomonero import errors
from aiomonero.protocol.levin import header as headers
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode
from tests.support import vectors

ANSWER = bytes.fromhex("0121010101010101d30100000000000000e9030000010000000200000001000000")
"""Before the answer to a handshake of a real daemon."""


def test_a_real_answer() -> None:
    """Command, size, flag and return code stand where they should, and are written alike."""
    header = headers.decode(ANSWER)

    assert Header(1001, 467, Flag.RESPONSE, ReturnCode.OK) == header
    assert headers.encode(header) == ANSWER


@pytest.mark.parametrize("name", ["handshake", "ping", "support_flags", "timed_sync"])
def test_real_requests_want_an_answer(name: str) -> None:
    """What a daemon answered was a request of the length that its header says."""
    request, _ = vectors.exchange("0.18.5.3", name)

    header = headers.decode(request)

    assert (header.expects_answer, header.flags) == (True, Flag.REQUEST)
    assert len(request) == headers.SIZE_BYTES + header.size_bytes


@pytest.mark.parametrize("at", [0, 7, 29], ids=["first byte", "last byte of the signature", "version"])
def test_another_protocol_is_refused(at: int) -> None:
    """Who begins otherwise is no Monero peer."""
    wrong = bytearray(ANSWER)
    wrong[at] ^= 0xFF

    with pytest.raises(errors.RemoteProtocolError):
        headers.decode(wrong)
