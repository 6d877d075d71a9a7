# SPDX-License-Identifier: Apache-2.0
"""The files that a crawl reads and writes, checked before it begins: an hour later would be too late."""

from __future__ import annotations

import contextlib
from collections import abc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from aiomonero.cli.output import chart, document, report, show, visits
from aiomonero.p2p import report as reports
from aiomonero.p2p.frontier import Frontier
from aiomonero.p2p.geoip import Place, Places
from aiomonero.p2p.journal import Journal
from aiomonero.p2p.visit import Visit
from aiomonero.types.network import Network
from aiomonero.types.peer_address import PeerAddress

_WRITERS: Mapping[str, abc.Callable[[Iterable[Visit], Path, visits.LookUp], None]] = {
    ".csv": visits.write_csv,
    ".jsonl": visits.write_lines,
}
SUFFIXES = (*_WRITERS, *chart.SUFFIXES)


@contextlib.contextmanager
def places(databases: Sequence[Path]) -> Iterator[Places | None]:
    """Open the databases, if there are any; raises ValueError and ModuleNotFoundError."""
    if not databases:
        yield None
        return
    with Places(databases) as opened:
        yield opened


@contextlib.contextmanager
def journal(path: Path | None, network: Network) -> Iterator[Journal | None]:
    """Open the state of a crawl, if it shall have one; raises ValueError and OSError."""
    if path is None:
        yield None
        return
    with Journal(path, network) as opened:
        yield opened


class Outputs:
    """Where the visits of a crawl go."""

    def __init__(self, paths: Sequence[Path], places: Places | None, *, has_lines: bool) -> None:
        for path in paths:
            if path.suffix not in SUFFIXES:
                raise ValueError(f"{path}: the end of the name says the format, one of {', '.join(SUFFIXES)}")
            if not path.parent.is_dir():
                raise ValueError(f"{path}: there is no folder {path.parent}")
            _check_writable(path)
        if any(path.suffix in chart.SUFFIXES for path in paths):
            chart.require()
        self._paths = paths
        self._places = places
        self._has_lines = has_lines

    def tell(self, visit: Visit) -> None:
        """Print a visit that ended, if visits are printed."""
        if self._has_lines:
            click.echo(document.line(visits.record(visit, self._look_up)))

    def report(self, found: Sequence[Visit], frontier: Frontier) -> reports.Report:
        """Sum up the visits."""
        known = self._look_up if self._places else None
        passed_over = {str(verdict): count for verdict, count in frontier.passed_over.items()}
        return reports.summarize(found, places=known, waiting=frontier.waiting, passed_over=passed_over)

    def answer(self, told: reports.Report) -> show.Answer:
        """Return how a report is shown."""
        return show.Answer(told, lambda style: report.view(told, style))

    def write(self, found: Sequence[Visit], told: reports.Report) -> None:
        """Write the files; raises click.ClickException, after all of them, where one could not be written."""
        problems = []
        for path in self._paths:
            try:
                self._write(path, found, told)
            except OSError as error:
                problems.append(f"{path}: {error.strerror}")
        if problems:
            raise click.ClickException("not written: " + "; ".join(problems))

    def _write(self, path: Path, found: Sequence[Visit], told: reports.Report) -> None:
        if path.suffix in chart.SUFFIXES:
            chart.draw(told, path)
        else:
            _WRITERS[path.suffix](found, path, self._look_up)

    def _look_up(self, address: PeerAddress) -> Place:
        return self._places.look_up(address) if self._places else Place()


def _check_writable(path: Path) -> None:
    try:
        path.open("a").close()
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from error
