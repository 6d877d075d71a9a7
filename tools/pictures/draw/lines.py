# SPDX-License-Identifier: Apache-2.0
"""Values over time, beside or upon each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tools.dashboards.panel import Lines
from tools.pictures import axis, svg, theme
from tools.pictures.answers import Answers
from tools.pictures.draw import legend, plot
from tools.pictures.draw.plot import Plane
from tools.pictures.prometheus import Window
from tools.pictures.svg import Box

Points = Sequence[tuple[float, float]]


class Drawn(NamedTuple):
    """One series: its points as they are drawn and what they stand on, which stacked ones share with the one below."""

    color: str
    points: Points
    floor: Points


def draw(panel: Lines, answers: Answers, box: Box) -> Iterator[str]:
    """Draw the plane, the series and their legend."""
    colors = [_color(panel, each.name, index) for index, each in enumerate(answers.series)]
    below = legend.height(answers.series, box)
    yield from legend.draw(answers.series, colors, Box(box.x, box.bottom - below, box.width, below))
    drawn = list(_stacked(answers, colors) if panel.is_stacked else _beside(answers, colors))
    values = [value for each in drawn for _, value in each.points]
    side = axis.fitting(
        min(values), max(values), panel.unit, starts_at_zero=panel.starts_at_zero, most=max(int(box.height / 45), 2)
    )
    left = plot.room_for_values(side.ticks, panel.unit)
    plane = Plane(box.within(left=left, top=6, right=6, bottom=below + 22), answers.window, side)
    yield from plot.grid(plane, panel.unit)
    yield from plot.clock(plane.box, answers.window)
    for each in reversed(drawn):
        yield from _series(panel, plane, each)


def _color(panel: Lines, name: str, index: int) -> str:
    chosen = panel.colors.get(name)
    return theme.color(chosen) if chosen else theme.of_series(index)


def _beside(answers: Answers, colors: Sequence[str]) -> Iterator[Drawn]:
    for color, each in zip(colors, answers.series, strict=True):
        yield Drawn(color, each.series.points, ())


def _stacked(answers: Answers, colors: Sequence[str]) -> Iterator[Drawn]:
    moments = sorted({time for each in answers.series for time, _ in each.series.points})
    floor = dict.fromkeys(moments, 0.0)
    for color, each in zip(colors, answers.series, strict=True):
        own = dict(each.series.points)
        top = {time: floor[time] + own.get(time, 0.0) for time in moments}
        yield Drawn(color, tuple(top.items()), tuple(floor.items()))
        floor = top


def _series(panel: Lines, plane: Plane, drawn: Drawn) -> Iterator[str]:
    floors = _pieces(drawn.floor, plane.window)
    for index, piece in enumerate(_pieces(drawn.points, plane.window)):
        path = _path(plane, piece, is_stair=panel.is_stair)
        if panel.fill_percent:
            back = _back(panel, plane, piece, floors[index] if floors else ())
            yield svg.area(f"{path}{back}Z", drawn.color, panel.fill_percent / 100)
        yield svg.curve(path, drawn.color, 1.2 if panel.is_stacked else 1.7)


def _back(panel: Lines, plane: Plane, piece: Points, floor: Points) -> str:
    """Return the way back below a piece: along the series that it stands on, or along the bottom."""
    if floor:
        return _path(plane, floor, is_stair=panel.is_stair, is_back=True)
    return f"V{svg.number(plane.box.bottom)}H{plane.x(piece[0][0]):.0f}"


def _pieces(points: Points, window: Window) -> list[Points]:
    """Part a series where it was silent."""
    pieces: list[list[tuple[float, float]]] = []
    for point in points:
        if not pieces or point[0] - pieces[-1][-1][0] > window.step * 1.5:
            pieces.append([])
        pieces[-1].append(point)
    return list(pieces)


def _path(plane: Plane, points: Points, *, is_stair: bool, is_back: bool = False) -> str:
    """Return a path through points; a step goes right first and then up. `is_back` goes on from right to left."""
    places = [(f"{plane.x(time):.0f}", svg.number(plane.y(value))) for time, value in points]
    ordered = places[::-1] if is_back else places
    parts = [f"{'L' if is_back else 'M'}{ordered[0][0]} {ordered[0][1]}"]
    for (_, before), (x, y), following in zip(ordered, ordered[1:], [*ordered[2:], ("", "")], strict=False):
        if y != before:
            parts.append((f"V{y}H{x}" if is_back else f"H{x}V{y}") if is_stair else f"L{x} {y}")
        elif following[1] != y:
            parts.append(f"H{x}")
    return "".join(parts)
