# SPDX-License-Identifier: Apache-2.0
"""The GeoIP file while others replace, overwrite, break and remove it."""

import asyncio
import logging
import os
from pathlib import Path

import pytest

from monero_exporter.scrape import geoip
from monero_exporter.scrape.geoip import GeoIp
from monero_exporter.translate.geography import Geography
from tests.support import mmdb

HOST = "5.0.0.1"


async def _geography(companion: GeoIp) -> Geography | None:
    await companion.look()
    return companion.last().answer


async def _country(companion: GeoIp, host: str = HOST) -> str:
    found = await _geography(companion)
    assert found is not None
    return found.country(host)


async def test_a_file_that_is_replaced_is_read_again(tmp_path: Path) -> None:
    """Renaming another file into its place, as the tools that fetch databases do."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    companion = GeoIp(path)

    before = await _country(companion)
    mmdb.countries(tmp_path / "new.mmdb", {"5.0.0.0/8": "FR"}).rename(path)

    assert (before, await _country(companion)) == ("DE", "FR")


async def test_an_unchanged_file_is_read_once(tmp_path: Path) -> None:
    """The same value comes back, with the countries that it remembers."""
    companion = GeoIp(mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"}))

    assert await _geography(companion) is await _geography(companion)


async def test_a_broken_new_file_changes_nothing_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither a half-written file nor none at all takes countries away that are known."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    companion = GeoIp(path)
    await companion.look()

    path.write_bytes(b"half")
    broken = [await _country(companion), await _country(companion)]
    path.unlink()
    gone = [await _country(companion), await _country(companion)]

    assert (broken, gone) == (["DE"] * 2, ["DE"] * 2)
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [message.endswith("the one before stays in use") for message in warnings] == [True, True]
    assert all(str(path) in message for message in warnings)


async def test_a_file_that_shrinks_in_its_place_harms_nobody(tmp_path: Path) -> None:
    """It would end a process that had mapped it; here even hosts that nobody asked about yet are known."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    found = await _geography(GeoIp(path))
    os.truncate(path, 0)

    assert found is not None
    assert found.country(HOST) == "DE"


async def test_a_file_that_comes_later_is_found(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever fetches the database may take his time; its absence is told, as a source that is down."""
    companion = GeoIp(tmp_path / "c.mmdb")

    before = companion.last()
    await companion.look()
    early = companion.last()
    mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})

    assert (before.is_asked, early.answer, early.is_asked, early.is_offered) == (False, None, True, True)
    assert await _country(companion) == "DE"
    assert "no countries are told" in caplog.text


async def test_ipv6_and_strangers(tmp_path: Path) -> None:
    """What the file does not know has no country."""
    companion = GeoIp(mmdb.countries(tmp_path / "c.mmdb", {"2a01::/16": "FR"}))

    assert [await _country(companion, host) for host in ("2a01::1", "6.0.0.1")] == ["FR", "unknown"]
    assert companion.last().answer.built_at > 0


async def test_it_goes_on_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look is at once, and others follow."""
    monkeypatch.setattr(geoip, "CHECK_SECONDS", 0.0)
    looks = asyncio.Semaphore(0)

    class Counting(GeoIp):
        async def look(self) -> None:
            looks.release()

    running = asyncio.create_task(Counting(tmp_path).run())
    async with asyncio.timeout(5):
        await looks.acquire()
        await looks.acquire()
    running.cancel()
