# SPDX-License-Identifier: Apache-2.0
"""What a crawl writes down, and what it knows when it goes on."""

import io
from pathlib import Path
from typing import Any

import pytest

from aiomonero.p2p import journal
from aiomonero.p2p.frontier import Target
from aiomonero.p2p.visit import Outcome, Visit
from aiomonero.types.network import Network
from aiomonero.types.peer_address import PeerAddress

NEAR, FAR = (Target(PeerAddress.of(host, 18080), depth) for depth, host in enumerate(("5.0.0.1", "5.0.0.2")))
VISIT = Visit(address=str(NEAR.address), depth=0, began_at=1.5, seconds=0.25, outcome=Outcome.REFUSED)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the state of a crawl is written."""
    file = tmp_path / "crawl.jsonl"
    with journal.Journal(file, Network.STAGENET) as written:
        written.found([NEAR])
        written.began(NEAR)
        written.found([FAR])
        written.visited(VISIT)
        written.began(FAR)
    return file


def test_the_next_run_knows_everything(path: Path) -> None:
    """What was found, whom was dialed, and what came of it are read as they were written."""
    with journal.Journal(path, Network.STAGENET) as again:
        assert again.state == journal.State(Network.STAGENET, (NEAR, FAR), {NEAR.address, FAR.address}, (VISIT,))


def test_a_line_that_a_crash_cut_off_is_written_over(path: Path) -> None:
    """The torn end of the file neither counts nor spoils the line that follows."""
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"type":"began","addr')

    with journal.Journal(path, Network.STAGENET) as again:
        again.began(NEAR)

    assert path.read_bytes() == whole + b'{"type":"began","address":"5.0.0.1:18080"}\n'


def test_killed_before_the_first_line(tmp_path: Path) -> None:
    """A file without one whole line is a new one."""
    path = tmp_path / "crawl.jsonl"
    path.write_bytes(b'{"type":"cra')

    with journal.Journal(path, Network.MAINNET) as written:
        assert written.state == journal.State(Network.MAINNET)
    assert path.read_bytes() == b'{"type":"crawl","network":"mainnet","format":1}\n'


def test_who_could_not_be_dialed_is_still_to_be_visited(path: Path) -> None:
    """A run where no route led there leaves the peer to the next one."""
    with journal.Journal(path, Network.STAGENET) as written:
        written.visited(Visit(address=str(FAR.address), depth=1, began_at=1, seconds=0, outcome=Outcome.NO_ROUTE))

    with journal.Journal(path, Network.STAGENET) as again:
        assert (again.state.visited, again.state.visits) == ({NEAR.address}, (VISIT,))


def test_two_crawls_do_not_write_one_file(path: Path) -> None:
    """The second is told at once, and the file is free when the first ends."""
    with journal.Journal(path, Network.STAGENET), pytest.raises(ValueError, match="another crawl"):
        journal.Journal(path, Network.STAGENET)

    journal.Journal(path, Network.STAGENET).close()


def test_a_line_that_the_disk_takes_in_parts_is_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What did not fit is written before the next line."""
    before = path.read_bytes()
    with journal.Journal(path, Network.STAGENET) as written:
        written._file.close()
        monkeypatch.setattr(written, "_file", io.BufferedWriter(_Narrow(path)))
        written.began(FAR)

        assert path.read_bytes() == before + b'{"type":"began","address":"5.0.0.2:18080"}\n'


class _Narrow(io.FileIO):
    """A file that takes a few bytes at a time, as one on a full disk or a pipe may."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "ab")

    def write(self, data: Any, /) -> int:
        return super().write(memoryview(data)[:5])


def test_nothing_found_writes_nothing(path: Path) -> None:
    """A peer that told nothing new leaves no line."""
    before = path.read_bytes()
    with journal.Journal(path, Network.STAGENET) as again:
        again.found([])
    assert path.read_bytes() == before


def test_another_network_is_another_crawl(path: Path) -> None:
    """A file of one network is not continued with another."""
    with pytest.raises(ValueError, match="stagenet, not mainnet"):
        journal.Journal(path, Network.MAINNET)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"some notes\n", "line 1"),
        (b'{"type":"began","address":"5.0.0.1:18080"}\n', "line 1"),
        (b'{"type":"crawl","network":"mainnet","format":2}\n', "line 1"),
        (b'{"type":"crawl","network":"mainnet","format":1}\n{}\n', "line 2"),
        (b'{"type":"crawl","network":"mainnet","format":1}\n{"type":"began","address":"x"}\n', "line 2: 'x'"),
    ],
)
def test_other_files_are_refused_and_left_alone(tmp_path: Path, content: bytes, where: str) -> None:
    """A file that is no journal is never written to, and the error says where it stops being one."""
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=where):
        journal.Journal(path, Network.MAINNET)
    assert path.read_bytes() == content
