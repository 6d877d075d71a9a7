# SPDX-License-Identifier: Apache-2.0
"""Whole numbers over time as colored lanes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tools.dashboards.panel import States
from tools.pictures import svg, theme, units
from tools.pictures.answers import Answers, Named
from tools.pictures.axis import Axis
from tools.pictures.draw import plot
from tools.pictures.draw.plot import Plane
from tools.pictures.svg import Box

_WIDEST_LANE = 44.0
_KEYS = 22


def draw(panel: States, answers: Answers, box: Box) -> Iterator[str]:
    """Draw a lane for each series, and what the colors mean."""
    names = [each.name for each in answers.series]
    left = min(max(svg.width(name, theme.LABEL_SIZE) for name in names) + 12, box.width * 0.4)
    room = box.within(left=left, top=4, right=6, bottom=22 + (_KEYS if panel.words else 0))
    lane = min(room.height / len(names), _WIDEST_LANE)
    lanes = Box(room.x, room.y, room.width, lane * len(names))
    plane = Plane(lanes, answers.window, Axis(len(names), 0, ()))
    for index, each in enumerate(answers.series):
        name = svg.shortened(each.name, theme.LABEL_SIZE, left - 8)
        y = plane.y(index + 0.5)
        yield svg.text(lanes.x - 6, y + 4, name, size=theme.LABEL_SIZE, color=theme.TEXT, anchor="end")
        yield from _lane(panel, plane, each, index)
    yield from plot.clock(lanes, answers.window)
    yield from _keys(panel, Box(lanes.x, lanes.bottom + 20, lanes.width, _KEYS))


def _lane(panel: States, plane: Plane, named: Named, index: int) -> Iterator[str]:
    step = plane.window.step
    height = abs(plane.y(1) - plane.y(0))
    for (value, _), group in groupby(_with_part(named, step), key=lambda each: (each[1], each[2])):
        moments = [time for time, _, _ in group]
        x = plane.x(moments[0])
        end = min(plane.x(moments[-1] + step), plane.box.right)
        color = theme.of_value(value, panel.steps, panel.words)
        lane = Box(x, plane.y(index) + height * 0.12, end - x, height * 0.76)
        yield svg.rectangle(lane, color, opacity=0.8)


def _with_part(named: Named, step: float) -> Iterator[tuple[float, float, int]]:
    """Yield moment and value with the number of the part between silences that it belongs to."""
    part, last = 0, named.series.points[0][0]
    for time, value in named.series.points:
        part += time - last > step * 1.5
        last = time
        yield time, value, part


def _keys(panel: States, box: Box) -> Iterator[str]:
    x = box.x
    for value, word in panel.words.items():
        words = units.written(value, panel.unit, panel.words)
        yield svg.rectangle(Box(x, box.y + 4, 10, 10), theme.color(word.color), radius=2, opacity=0.8)
        yield svg.text(x + 15, box.y + 13, words, size=theme.LABEL_SIZE, color=theme.TEXT)
        x += svg.width(words, theme.LABEL_SIZE) + 33
