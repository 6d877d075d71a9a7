# SPDX-License-Identifier: Apache-2.0
"""What real daemons wrote is read in full and written again byte for byte."""

import pytest

from aiomonero.protocol.epee import reader, writer
from tests.support import vectors

EXCHANGES = ("handshake", "ping", "support_flags", "timed_sync")
PATHS = ("get_hashes", "get_o_indexes", "get_outs", "get_output_distribution", "get_blocks_by_height")


def bodies(version: str) -> list[bytes]:
    """Return every document that a daemon of this version wrote."""
    answers = [body for name in EXCHANGES for body in vectors.exchange(version, name)[1]]
    return answers + [vectors.storage_answer(version, f"unrestricted.{name}") for name in PATHS]


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_documents_of_real_daemons_come_back_byte_for_byte(version: str) -> None:
    """Nothing is lost between reading and writing."""
    documents = bodies(version)

    again = [writer.encode(reader.decode_typed(body)) for body in documents]

    assert documents == again


def test_fields_of_a_handshake() -> None:
    """Sections, integers and strings of a captured handshake stand where they should."""
    section = reader.decode(vectors.exchange("0.18.5.3", "handshake")[1][0])

    assert section["node_data"]["peer_id"] == 3545527621972694591
    assert [peer["adr"]["type"] for peer in section["local_peerlist_new"]] == [1, 1, 2]
    assert bytes.fromhex("20010db8000000000000000000000001") == section["local_peerlist_new"][2]["adr"]["addr"]["addr"]
