# SPDX-License-Identifier: Apache-2.0
"""Tables: which fields they show, and in which units."""

import io

import msgspec
from rich import console, table

from aiomonero.cli.output import table as tables
from aiomonero.cli.output.table import Column, Style

NOW = Style(now=1000.0)


class Coin(msgspec.Struct, frozen=True):
    """A value of every kind."""

    reward_piconero: int = 10**12
    block_size_bytes: int = 2048
    target_seconds: int = 120
    timestamp: int = 940
    height: int = 3
    difficulty_low64: int = 5
    difficulty_top64: int = 1
    synchronized: bool = True
    miner: str | None = None
    hashes: tuple[str, ...] = ("aa", "bb")
    blob: bytes = b"\x01\xff"

    @property
    def difficulty(self) -> int:
        """The whole number."""
        return self.difficulty_top64 << 64 | self.difficulty_low64


def text(made: table.Table) -> list[list[str]]:
    """Return what a wide terminal shows, cell by cell."""
    out = io.StringIO()
    console.Console(file=out, width=200, markup=False).print(made)
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in out.getvalue().splitlines()]


def test_fields_are_shown_in_their_units() -> None:
    """The name's ending says the unit; halves of a number are shown as one."""
    shown = text(tables.fields(Coin(), NOW))

    assert [line for line in shown if line and not line[0].startswith("─")] == [
        ["reward", "1 XMR"],
        ["block size", "2.0 KiB"],
        ["target", "2m"],
        ["timestamp", "1970-01-01 00:15:40 UTC (1m ago)"],
        ["height", "3"],
        ["synchronized", "yes"],
        ["miner", "-"],
        ["hashes", "aa"],
        ["bb"],
        ["blob", "01ff"],
        ["difficulty", "18446744073709551621"],
    ]


def test_rows_have_named_and_computed_columns() -> None:
    """A column is a field, or anything told by a function."""
    doubled = Column("twice", lambda coin: coin.height * 2)  # type: ignore[attr-defined]

    shown = text(tables.rows([Coin(), Coin(height=4)], ["height", doubled], NOW))

    assert shown[0] == ["height", "twice"]
    assert shown[-2:] == [["3", "6"], ["4", "8"]]


def test_what_a_peer_says_is_not_markup() -> None:
    """A remote text may not color or hide anything."""
    shown = text(tables.fields(Coin(miner="[red]boo[/red]"), NOW, ["miner"]))

    assert ["miner", "[red]boo[/red]"] in shown


def test_control_characters_do_not_reach_the_terminal() -> None:
    """A remote text may not move the cursor or retitle the window."""
    shown = text(tables.fields(Coin(miner="a\x1b[2Jb\x07"), NOW, ["miner"]))

    assert not any("\x1b" in cell or "\x07" in cell for line in shown for cell in line)


def test_long_lists_are_counted() -> None:
    """A field of a million hashes leaves room for the others."""
    shown = text(tables.fields(Coin(hashes=tuple(f"{n:04}" for n in range(1000))), NOW, ["hashes"]))

    assert [cell for line in shown for cell in line][-1] == "and 950 more"


def test_addresses_are_cut_only_where_wanted() -> None:
    """An address that lost its middle cannot be copied."""
    address = "4" + "A" * 94

    assert text(tables.fields(Coin(miner=address), NOW, ["miner"]))[-1] == ["miner", address]
    short = Style(now=0.0, is_short=True)
    assert text(tables.fields(Coin(miner=address), short, ["miner"]))[-1] == ["miner", "4AAAAAAA…AAAAAAAA"]


class Header(msgspec.Struct, frozen=True):
    """A row that is wider than a usual terminal."""

    height: int = 123456
    hash: str = "aaed34f7" + "0" * 48 + "711ae62e"
    timestamp: int = 940
    num_transactions: int = 3
    unlocked_instances: int = 7


def lines(style: Style, width: int) -> str:
    """Return what a terminal of some width shows."""
    out = io.StringIO()
    names = ("height", "hash", "timestamp", "num_transactions", "unlocked_instances")
    console.Console(file=out, width=width, markup=False).print(tables.rows([Header()], names, style))
    return out.getvalue()


def test_a_narrow_terminal_shows_the_ends_of_hashes() -> None:
    """And a row stays one line, without ages, under titles that are only broken between words."""
    shown = lines(Style(now=1000.0, width=80), 80)

    assert "123456   aaed34f7…711ae62e   1970-01-01 00:15:40" in shown
    assert "ago" not in shown
    assert all(word in shown for word in ("transactions", "unlocked", "instances"))


def test_hashes_stay_whole_where_that_was_asked() -> None:
    """Also where that takes several lines."""
    assert "…" not in lines(Style(now=1000.0, width=80, is_full=True), 80)


def test_hashes_stay_whole_where_there_is_room() -> None:
    """On a wide terminal, and in a pipe."""
    for width in (200, None):
        shown = lines(Style(now=1000.0, width=width), 200)
        assert Header().hash in shown
        assert "(1m ago)" in shown


def test_values_within_values_have_lines_of_their_own() -> None:
    """Set in, as no person reads what Python calls them."""
    shown = text(tables.fields({"version": 1, "inputs": ({"gen": Header()},), "extra": {}}, NOW))

    assert shown[:4] == [["version", "1"], ["inputs"], ["0"], ["gen"]]
    assert ["height", "123456"] in shown
