# SPDX-License-Identifier: Apache-2.0
"""The last value, large, with its course behind it where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from tools.dashboards.panel import Stat
from tools.pictures import axis, svg, theme, units
from tools.pictures.answers import Answers
from tools.pictures.draw.plot import Plane
from tools.pictures.svg import Box

_LARGEST = 40.0


def draw(panel: Stat, answers: Answers, box: Box) -> Iterator[str]:
    """Draw one number, word or label."""
    shown = answers.series[0].series
    words = shown.labels.get(panel.label, "") if panel.label else units.written(shown.last, panel.unit, panel.words)
    otherwise = theme.color(panel.steps[0].color) if panel.steps else theme.PLAIN
    color = theme.of_value(shown.last, () if panel.label else panel.steps, panel.words, otherwise=otherwise)
    if panel.has_trend and len(shown.points) > 1:
        yield from _trend(answers, box, color)
    size = min(_LARGEST, box.height * 0.5, (box.width - 8) / max(svg.width(words, 1), 1))
    y = box.y + box.height * (0.42 if panel.has_trend else 0.5) + size * 0.36
    yield svg.text(box.x + box.width / 2, y, words, size=size, color=color, anchor="middle", weight=500)


def _trend(answers: Answers, box: Box, color: str) -> Iterator[str]:
    points = answers.series[0].series.points
    values = [value for _, value in points]
    side = axis.Axis(min(values) - 1e-9, max(values) + 1e-9, ())
    area = Box(box.x - 8, box.y + box.height * 0.68, box.width + 16, box.height * 0.32 + 7)
    plane = Plane(area, answers.window, side)
    path = "".join(
        f"{'L' if index else 'M'}{svg.number(plane.x(time))} {svg.number(plane.y(value))}"
        for index, (time, value) in enumerate(points)
    )
    yield svg.area(f"{path}V{svg.number(area.bottom)}H{svg.number(plane.x(points[0][0]))}Z", color, 0.18)
    yield svg.curve(path, color, 1.3)
