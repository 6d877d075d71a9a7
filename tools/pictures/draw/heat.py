# SPDX-License-Identifier: Apache-2.0
"""A histogram over time: how many values fell into each bucket, by brightness."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from tools.dashboards.panel import Heat
from tools.pictures import svg, theme, units
from tools.pictures.answers import Answers
from tools.pictures.axis import Axis
from tools.pictures.draw import plot
from tools.pictures.draw.plot import Plane
from tools.pictures.svg import Box

_NOTHING = 1e-6
_PIXELS_PER_LABEL = 15


def draw(panel: Heat, answers: Answers, box: Box) -> Iterator[str]:
    """Draw a cell for each bucket and moment in which something was counted."""
    by_bound = {float(each.series.labels["le"]): dict(each.series.points) for each in answers.series}
    bounds = sorted(by_bound)
    labels = [_label(bound, panel) for bound in bounds]
    left = max(svg.width(label, theme.LABEL_SIZE) for label in labels) + 12
    plane = Plane(box.within(left=left, top=6, right=6, bottom=22), answers.window, Axis(0, len(bounds), ()))
    yield from _scale(plane, labels)
    yield from plot.clock(plane.box, answers.window)
    yield from _cells(plane, _counts(by_bound, bounds))


def _label(bound: float, panel: Heat) -> str:
    return "more" if math.isinf(bound) else units.written(bound, panel.unit)


def _scale(plane: Plane, labels: list[str]) -> Iterator[str]:
    every = max(math.ceil(len(labels) * _PIXELS_PER_LABEL / plane.box.height), 1)
    for index, label in enumerate(labels):
        y = plane.y(index + 0.5)
        yield svg.rectangle(Box(plane.box.x, plane.y(index + 1), plane.box.width, 0.6), theme.GRID)
        if index % every == 0:
            yield svg.text(plane.box.x - 6, y + 4, label, size=theme.LABEL_SIZE, color=theme.FAINT, anchor="end")


def _counts(by_bound: Mapping[float, Mapping[float, float]], bounds: list[float]) -> dict[tuple[int, float], float]:
    """Return what each bucket has beyond the one below it, by its index and the moment."""
    counts = {}
    for index, bound in enumerate(bounds):
        below = by_bound[bounds[index - 1]] if index else {}
        for time, value in by_bound[bound].items():
            count = value - below.get(time, 0.0)
            if count > _NOTHING:
                counts[index, time] = count
    return counts


def _cells(plane: Plane, counts: Mapping[tuple[int, float], float]) -> Iterator[str]:
    if not counts:
        return
    most = max(counts.values())
    height = plane.box.height / plane.axis.high
    width = plane.box.width * plane.window.step / (plane.window.end - plane.window.start)
    for (index, time), count in counts.items():
        shade = theme.HEAT[min(int(math.sqrt(count / most) * len(theme.HEAT)), len(theme.HEAT) - 1)]
        right = plane.x(time)
        x = max(right - width, plane.box.x)
        if right > plane.box.x:
            yield svg.rectangle(Box(x, plane.y(index + 1) + 0.5, right - x - 0.6, height - 1), shade)
