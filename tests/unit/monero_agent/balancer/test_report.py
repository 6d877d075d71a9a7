# SPDX-License-Identifier: Apache-2.0
"""What Onionbalance tells at its status socket."""

import asyncio
import json

import pytest

from monero_agent.balancer import report

FRONT, SEEN, UNSEEN = (letter * 56 for letter in "abc")
"""As version 0.2.4 tells them."""


def _service(published="2026-11-22 07:40:00"):
    return {
        "onionAddress": f"{FRONT}.onion",
        "publishAttemptFirstDescriptor": published,
        "publishAttemptSecondDescriptor": published,
        "instances": [
            {
                "onionAddress": f"{SEEN}.onion",
                "introSetModified": "2026-11-22 07:39:00",
                "introPointsNum": 3,
                "descriptorReceived": "2026-11-22 07:39:00",
            },
            {"onionAddress": f"{UNSEEN}.onion", "received": None},
        ],
    }


def _read(*services):
    return report.read(json.dumps({"services": services}).encode())


def test_a_front_has_the_backends_whose_descriptors_were_found():
    """The other one is named."""
    assert _read(_service()) == (report.Front(f"{FRONT}.onion", 1, (f"{UNSEEN}.onion",), is_published=True),)


def test_nothing_is_published_before_the_first_attempt():
    """It takes a descriptor of a backend."""
    assert _read(_service(published=None))[0].is_published is False


def test_an_address_has_one_ending():
    """Some versions put it there twice, others leave it out."""
    service = _service() | {"onionAddress": f"{FRONT}.onion.onion"}

    assert _read(service)[0].address == _read(service | {"onionAddress": FRONT})[0].address == f"{FRONT}.onion"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"services": [{}]}', b'{"services": 1}', b"\xff"])
def test_what_says_nothing_is_no_report(content):
    """Another version may tell something else."""
    assert report.read(content) is None


async def test_a_report_that_comes_in_pieces_is_read_whole(tmp_path):
    """One with eight backends, or on a busy machine."""

    async def tell(_, writer):
        content = json.dumps({"services": [_service()]}).encode()
        for part in (content[:20], content[20:]):
            writer.write(part)
            await asyncio.sleep(0.05)
        writer.close()

    async with await asyncio.start_unix_server(tell, tmp_path / "status"):
        (front,) = await report.fetch(tmp_path / "status")

    assert front.backends == 1
