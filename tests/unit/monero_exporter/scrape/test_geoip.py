# SPDX-License-Identifier: Apache-2.0
"""The GeoIP file while others replace, overwrite, break and remove it."""

import asyncio
import logging
import os
from pathlib import Path

import pytest

from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.testing.fakenode import FakeNode
from monero_exporter.scrape import geoip
from monero_exporter.scrape.geoip import GeoIp
from monero_exporter.scrape.sources import Source
from monero_exporter.translate.geography import Geography
from tests.support import mmdb
from tests.support.observations import info

HOST = "5.0.0.1"
DAEMON: DaemonRpc = FakeNode({}).rpc()


@pytest.fixture(autouse=True)
def _each_look_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geoip, "CHECK_SECONDS", 0.0)


async def _look(source: Source) -> Geography | None:
    found: Geography | None = await source.ask(DAEMON, info())
    return found


async def _country(source: Source) -> str:
    found = await _look(source)
    assert found is not None
    return found.country(HOST)


async def test_a_file_that_is_replaced_is_read_again(tmp_path: Path) -> None:
    """Renaming another file into its place, as the tools that fetch databases do."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    source = GeoIp(path).source()

    before = await _country(source)
    mmdb.countries(tmp_path / "new.mmdb", {"5.0.0.0/8": "FR"}).rename(path)

    assert (before, await _country(source)) == ("DE", "FR")


async def test_an_unchanged_file_is_read_once(tmp_path: Path) -> None:
    """The same value comes back, with the countries that it remembers."""
    source = GeoIp(mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})).source()

    assert await _look(source) is await _look(source)


async def test_a_broken_new_file_changes_nothing_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither a half-written file nor none at all takes countries away that are known."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    source = GeoIp(path).source()
    await _look(source)

    path.write_bytes(b"half")
    broken = [await _country(source), await _country(source)]
    path.unlink()
    gone = [await _country(source), await _country(source)]

    assert (broken, gone) == (["DE"] * 2, ["DE"] * 2)
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [message.endswith("the one before stays in use") for message in warnings] == [True, True]
    assert all(str(path) in message for message in warnings)


async def test_overwriting_the_file_in_place_harms_nobody(tmp_path: Path) -> None:
    """A mapped file that shrinks would end the process; countries not asked for yet are still known."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    known = await _look(GeoIp(path).source())
    os.truncate(path, 0)

    assert known is not None
    assert known.country(HOST) == "DE"


async def test_a_file_that_comes_later_is_found(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Health need not wait for whoever fetches the database; its absence is told."""
    source = GeoIp(tmp_path / "c.mmdb").source()

    early = await _look(source)
    mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})

    assert (early, await _country(source)) == (None, "DE")
    assert "no countries are told" in caplog.text


async def test_the_file_is_not_looked_at_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scrapes that come faster than CHECK_SECONDS cost no look at the disk."""
    monkeypatch.setattr(geoip, "CHECK_SECONDS", 10.0)
    path = tmp_path / "c.mmdb"
    source = GeoIp(path).source()
    await _look(source)
    mmdb.countries(path, {"5.0.0.0/8": "DE"})

    assert await _look(source) is None


async def test_ipv6_and_strangers(tmp_path: Path) -> None:
    """What the file does not know has no country."""
    found = await _look(GeoIp(mmdb.countries(tmp_path / "c.mmdb", {"2a01::/16": "FR"})).source())

    assert found is not None
    assert [found.country(host) for host in ("2a01::1", "6.0.0.1")] == ["FR", "unknown"]
    assert found.built_at > 0


async def test_a_slow_disk_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read beside the event loop."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    loop = asyncio.get_running_loop()
    released = asyncio.Event()

    def slow(path: Path) -> Geography:
        asyncio.run_coroutine_threadsafe(released.wait(), loop).result(5)
        return Geography(built_at=1, country=lambda host: "XX")

    monkeypatch.setattr(geoip, "_read", slow)
    source = GeoIp(path).source()
    reading = asyncio.create_task(_country(source))
    await asyncio.sleep(0)
    released.set()

    assert await reading == "XX"
