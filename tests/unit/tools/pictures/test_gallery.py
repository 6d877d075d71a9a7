# SPDX-License-Identifier: Apache-2.0
"""The pictures of docs/pictures."""

from tools.dashboards.boards import every
from tools.pictures import gallery

NAMES = sorted(f"{name}.svg" for board in every.ALL for name, _ in gallery.pictures(board))
PAGE = gallery.FOLDER.parent / "how-to" / "dashboards.md"


def test_every_picture_is_there() -> None:
    """`make pictures` was run since a dashboard or a row of the large one came or went."""
    assert sorted(path.name for path in gallery.FOLDER.iterdir()) == NAMES


def test_every_picture_is_shown() -> None:
    """The page about dashboards shows each of them."""
    text = PAGE.read_text()

    assert [name for name in NAMES if f"](../pictures/{name})" not in text] == []


def test_every_picture_fits_its_dashboard() -> None:
    """`make pictures` was run since what a dashboard shows has changed."""
    marks = {f"{name}.svg": gallery.mark(board, rows) for board in every.ALL for name, rows in gallery.pictures(board)}

    assert [name for name, mark in marks.items() if mark not in (gallery.FOLDER / name).read_text()] == []


def test_pictures_are_small() -> None:
    """They stay in the repository's history for good."""
    large = [path.name for path in gallery.FOLDER.iterdir() if path.stat().st_size > gallery.LARGEST_BYTES]

    assert large == []


def test_a_tall_dashboard_is_told_apart() -> None:
    """One picture for each row of the dashboard of a node, and one for each other dashboard."""
    node = next(board for board in every.ALL if board.name == "node")

    assert len(NAMES) == len(every.ALL) - 1 + len(node.rows)
