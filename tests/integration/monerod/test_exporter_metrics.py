# SPDX-License-Identifier: Apache-2.0
"""How metrics are served beside real daemons: formats, time, many readers, and many daemons by one exporter."""

import asyncio
import contextlib
import gzip
import signal
import socket
import time
from pathlib import Path

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Stability
from monero_exporter.server import door
from tests.support import exporter, exposition, monerod, pages, prometheus
from tests.support.socks import SocksProxy

OPENMETRICS = "application/openmetrics-text;version=1.0.0"
SCRAPE_TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds"
README = pages.ROOT / "packages/monero-exporter/README.md"
NAMES_OF_2021 = {family.name for family in families.ALL if family.stability is not Stability.STABLE}

FAULTS_OF_2021 = 10
"""Five names end with `_count`, three gauges with `_total`, and two have the unit micronero."""


async def _value(watcher: exporter.Exporter, name: str) -> float:
    return (await exposition.values(watcher))[name]


async def _until(watcher: exporter.Exporter, *, up: bool, seconds: float) -> dict[str, float]:
    """Scrape as a Prometheus with a second to wait does; fails where an answer takes longer."""
    async with asyncio.timeout(seconds):
        while True:
            async with asyncio.timeout(1):
                told = exposition.read((await watcher.get("/metrics", **{SCRAPE_TIMEOUT: "1"})).body)
            if told["monero_up"] == up:
                return told
            await asyncio.sleep(0.2)


async def test_both_formats_tell_the_same_samples(daemon: monerod.Monerod) -> None:
    """Within a second all readers get one collection, whichever format they ask for, compressed or not."""
    async with exporter.beside(daemon.url) as watcher:
        text, openmetrics = (
            await watcher.get("/metrics"),
            await watcher.get("/metrics", accept=OPENMETRICS, **{"Accept-Encoding": "gzip"}),
        )

    told = [
        [(sample.name, sample.labels, sample.value) for family in found for sample in family.samples]
        for found in (
            parser.text_string_to_metric_families(text.body.decode()),
            openmetrics_parser.text_string_to_metric_families(gzip.decompress(openmetrics.body).decode()),
        )
    ]
    assert len(told[0]) > 100
    assert told[0] == told[1]


async def test_promtool_finds_fault_only_with_names_of_2021(daemon: monerod.Monerod) -> None:
    """What we may name is named as Prometheus wants it."""
    async with exporter.beside(daemon.url) as watcher:
        body = (await watcher.get("/metrics")).body

    checked = await asyncio.to_thread(prometheus.promtool, "check", "metrics", text=body.decode())

    faults = [line for line in (checked.stdout + checked.stderr).splitlines() if line.split()[0] not in NAMES_OF_2021]
    assert faults == []
    assert len((checked.stdout + checked.stderr).splitlines()) == FAULTS_OF_2021


async def test_a_real_prometheus_reads_it(daemon: monerod.Monerod, tmp_path: Path) -> None:
    """It asks for OpenMetrics and gives up after a second."""
    async with exporter.beside(daemon.url) as watcher:
        target = prometheus.Target(f"127.0.0.1:{watcher.port}")
        async with prometheus.running(tmp_path, {"monero-exporter": [target]}) as running:
            [up] = await running.until_some("monero_up", seconds=10)
            [build] = await running.until_some("monero_exporter_build_info", seconds=5)
            added = await running.query("scrape_samples_scraped")

    assert up.value == build.value == 1
    assert added[0].value > 100


async def test_a_daemon_that_hangs_is_told_within_the_time_of_the_scrape(tmp_path: Path) -> None:
    """A reader with a second to wait gets an answer in it, and the next one sees the daemon awake."""
    async with monerod.running(tmp_path) as victim, exporter.beside(victim.url) as watcher:
        await _until(watcher, up=True, seconds=5)
        victim.signal(signal.SIGSTOP)
        told = await _until(watcher, up=False, seconds=5)
        victim.signal(signal.SIGCONT)
        await _until(watcher, up=True, seconds=5)

    assert told["monero_unready_reason/DaemonTimedOut"] == 1
    assert "monero_info_height" not in told


async def test_a_daemon_that_comes_back_is_told_as_if_it_had_never_been_away(tmp_path: Path) -> None:
    """The exporter outlives its daemon, and remembers nothing of the one before."""
    ports = monerod.Ports.pick()
    async with exporter.beside(f"http://127.0.0.1:{ports.rpc}") as watcher:
        async with monerod.running(tmp_path / "one", ports=ports):
            await _until(watcher, up=True, seconds=5)
        await _until(watcher, up=False, seconds=5)
        async with monerod.running(tmp_path / "two", ports=ports):
            await _until(watcher, up=True, seconds=5)


async def test_fifty_readers_cost_the_daemon_as_much_as_one(tmp_path: Path) -> None:
    """The daemon itself counts who asked it."""
    async with monerod.running(tmp_path) as alone, exporter.beside(alone.url) as watcher:
        began = time.monotonic()
        answers = await asyncio.gather(*(watcher.get("/metrics") for _ in range(50)))
        took_seconds = time.monotonic() - began
        async with alone.node() as node:
            calls = {call.rpc: call.count for call in await node.rpc.rpc_access_tracking()}

    collections = {exposition.read(answer.body)["monero_exporter_collections_total"] for answer in answers}
    assert max(collections) <= 1 + took_seconds
    assert calls["get_net_stats"] == max(collections)


async def test_one_exporter_probes_the_daemons_that_it_may(tmp_path: Path, daemon: monerod.Monerod) -> None:
    """Each target has a page of its own, and what is not allowed is never connected to."""
    async with (
        monerod.running(tmp_path) as other,
        exporter.beside(daemon.url, f"--probe-targets=127.0.0.1:{other.ports.rpc},127.0.0.1:1") as watcher,
    ):
        probed = await watcher.get(f"/probe?target=127.0.0.1:{other.ports.rpc}")
        nobody = await watcher.get("/probe?target=http://127.0.0.1:1")
        refused = await watcher.get(f"/probe?target=127.0.0.1:{daemon.ports.rpc}")
        async with other.node() as node:
            started = (await node.rpc.get_info()).start_time

    assert exposition.read(probed.body)["monero_info_start_time"] == started
    assert "process_cpu_seconds_total" not in exposition.read(probed.body)
    assert (nobody.code, exposition.read(nobody.body)["monero_up"]) == (200, 0)
    assert refused.code == 403
    assert f"--probe-targets=127.0.0.1:{daemon.ports.rpc}" in refused.body.decode()


async def test_an_exporter_without_a_daemon_probes_as_its_page_says(daemon: monerod.Monerod, tmp_path: Path) -> None:
    """The page's configuration is one, and leads a Prometheus to what is served."""
    (config,) = (block.text for block in pages.blocks(README) if block.language == "yaml")
    (tmp_path / "prometheus.yaml").write_text(config)
    checked = await asyncio.to_thread(prometheus.promtool, "check", "config", str(tmp_path / "prometheus.yaml"))
    async with exporter.beside("none", "--probe-targets=127.0.0.*:*") as watcher:
        probed = await watcher.get(f"/probe?target=127.0.0.1:{daemon.ports.rpc}")

    assert checked.returncode == 0, checked.stderr
    assert exposition.read(probed.body)["monero_up"] == 1


async def test_a_daemon_is_asked_through_a_proxy(daemon: monerod.Monerod) -> None:
    """An onion address is resolved by the proxy alone."""
    onion = "a" * 56 + ".onion"
    async with (
        SocksProxy({onion: daemon.ports.rpc}).running() as socks,
        exporter.beside(f"http://{onion}:18081", f"--proxy=socks5://127.0.0.1:{socks.port}") as watcher,
    ):
        up = await _value(watcher, "monero_up")

    assert up == 1
    assert {host for host, _ in socks.log} == {onion}


async def test_the_landing_page_leads_to_what_is_served(daemon: monerod.Monerod) -> None:
    """Each link of it works."""
    async with exporter.beside(daemon.url) as watcher:
        page = (await watcher.get("/")).body.decode()
        links = [part.partition('"')[0] for part in page.split('href="')[1:]]
        codes = {link: (await watcher.get(link)).code for link in links}

    assert codes == {"/healthz": 200, "/readyz": 200, "/status": 200, "/metrics": 200, "/probe": 400}


async def test_strangers_who_say_nothing_do_not_keep_probes_out(daemon: monerod.Monerod) -> None:
    """Connections with half a request are closed, the earliest first, before the process has no file left."""
    async with exporter.beside(daemon.url) as watcher:
        with contextlib.ExitStack() as stack:
            strangers = [stack.enter_context(_stranger(watcher.port)) for _ in range(2 * door.MOST_GUESTS)]

            assert [(await watcher.get(path)).code for path in ("/healthz", "/readyz")] == [200, 200]
            assert sum(map(_is_open, strangers)) <= door.MOST_GUESTS


async def test_silent_targets_cost_no_other_target(daemon: monerod.Monerod) -> None:
    """The daemon that answers is told as quickly as when it is probed alone."""
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(40)]
        async with exporter.beside(daemon.url, "--probe-targets=127.0.0.1:*") as watcher:
            started = time.monotonic()
            for each in silent:
                reader = stack.enter_context(socket.create_connection(("127.0.0.1", watcher.port)))
                reader.sendall(b"GET /probe?target=127.0.0.1:%d HTTP/1.0\r\n\r\n" % each.getsockname()[1])

            told = exposition.read((await watcher.get(f"/probe?target={daemon.url}")).body)

            assert told["monero_up"] == 1
            assert time.monotonic() - started < 1.9, "it waited until the silent ones were given up"


def _stranger(port: int) -> socket.socket:
    stranger = socket.create_connection(("127.0.0.1", port), timeout=5)
    stranger.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n")
    stranger.setblocking(False)
    return stranger


def _is_open(stranger: socket.socket) -> bool:
    try:
        return bool(stranger.recv(1))
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
