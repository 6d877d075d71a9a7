# SPDX-License-Identifier: Apache-2.0
"""What real miners say of themselves, as samples."""

import msgspec
import pytest

from aiomonero import errors
from monero_exporter.translate import xmrig, xmrig_summary
from tests.support import vectors
from tests.support.observations import FAILED, seen


def _values(version: str, name: str) -> dict[str, float]:
    summary = xmrig_summary.decode(vectors.summary(version, name))
    return {"/".join((sample.family.name, *sample.labels)): sample.value for sample in xmrig.translate(seen(summary))}


def test_a_miner_at_work_tells_everything_in_base_units() -> None:
    """Windows that it is too young for are left out, milliseconds are seconds."""
    assert _values("6.22.2", "mining") == {
        "monero_xmrig_up": 1,
        "monero_xmrig_info/6.22.2/rx/0": 1,
        "monero_xmrig_uptime_seconds": 60,
        "monero_xmrig_paused": 0,
        "monero_xmrig_resident_memory_bytes": 13324288,
        "monero_xmrig_huge_pages/got": 129,
        "monero_xmrig_huge_pages/wanted": 129,
        "monero_xmrig_hashes_per_second/10s": 32.25,
        "monero_xmrig_hashes_per_second_max": 43.44,
        "monero_xmrig_hashes_total": 3000,
        "monero_xmrig_shares_accepted_total": 1,
        "monero_xmrig_shares_rejected_total": 0,
        "monero_xmrig_pool_failures_total": 0,
        "monero_xmrig_pool_connected": 1,
        "monero_xmrig_pool_ping_seconds": 0.035,
        "monero_xmrig_pool_difficulty": 3000,
    }


def test_a_later_version_tells_the_same() -> None:
    """No family is gone or new."""
    names = {name.split("/")[0] for name in _values("6.26.0", "mining")}

    assert names == {name.split("/")[0] for name in _values("6.22.2", "mining")}


def test_a_miner_without_a_pool_claims_nothing_about_one() -> None:
    """Its zeros are no round trip, no difficulty and no memory."""
    values = _values("6.22.2", "idle")

    assert (values["monero_xmrig_up"], values["monero_xmrig_pool_connected"]) == (1, 0)
    absent = {"monero_xmrig_pool_ping_seconds", "monero_xmrig_pool_difficulty", "monero_xmrig_resident_memory_bytes"}
    assert absent.isdisjoint(values)


def test_a_miner_without_a_result_knows_no_round_trip() -> None:
    """It says 0 ms then."""
    summary = xmrig_summary.decode(vectors.summary("6.22.2", "mining"))
    early = msgspec.structs.replace(summary, connection=msgspec.structs.replace(summary.connection, ping=0, diff=0))

    told = {sample.family.name for sample in xmrig.translate(seen(early))}

    assert "monero_xmrig_pool_connected" in told
    assert told.isdisjoint({"monero_xmrig_pool_ping_seconds", "monero_xmrig_pool_difficulty"})


def test_a_silent_miner_is_down_and_nothing_else() -> None:
    """Old values are not repeated."""
    assert [(sample.family.name, sample.value) for sample in xmrig.translate(FAILED)] == [("monero_xmrig_up", 0)]


@pytest.mark.parametrize("document", [b"", b"\xff", b"[]", b'{"version": "6"}', b"[" * 100_000])
def test_nonsense_is_an_error(document: bytes) -> None:
    """Somebody else may listen on the port."""
    with pytest.raises(errors.RemoteProtocolError, match="not a summary of xmrig"):
        xmrig_summary.decode(document)
