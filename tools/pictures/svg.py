# SPDX-License-Identifier: Apache-2.0
"""Elements of an SVG as text, short enough that pictures stay small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from xml.sax import saxutils

FONT = "Inter,Roboto,Helvetica,Arial,sans-serif"
_WIDTH_OF_A_LETTER = 0.6
"""Of its height, on average over these fonts."""


class Box(NamedTuple):
    """A rectangle, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def within(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Box:
        """Return what is left of it inside margins."""
        return Box(self.x + left, self.y + top, self.width - left - right, self.height - top - bottom)


def number(value: float) -> str:
    """Return a coordinate to a tenth of a pixel, as short as it gets."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def width(text: str, size: float) -> float:
    """Return about how wide a text is."""
    return len(text) * size * _WIDTH_OF_A_LETTER


def shortened(text: str, size: float, room: float) -> str:
    """Return the text, or so much of it as there is room for."""
    if width(text, size) <= room:
        return text
    return text[: max(int(room / (size * _WIDTH_OF_A_LETTER)) - 1, 1)].rstrip() + "…"


def text(x: float, y: float, words: str, *, size: float, color: str, anchor: str = "start", weight: int = 400) -> str:
    """Return words whose baseline begins, ends or has its middle at a point."""
    styled = f' font-weight="{weight}"' if weight != 400 else ""
    placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
    where = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{color}"'
    return f"<text {where}{placed}{styled}>{saxutils.escape(words)}</text>"


def rectangle(box: Box, color: str, *, radius: float = 0, border: str = "", opacity: float = 1) -> str:
    """Return a filled rectangle."""
    shape = f'x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(box.height)}"'
    rounded = f' rx="{number(radius)}"' if radius else ""
    lined = f' stroke="{border}"' if border else ""
    seen = f' fill-opacity="{opacity:g}"' if opacity != 1 else ""
    return f'<rect {shape} fill="{color}"{rounded}{lined}{seen}/>'


def line(x1: float, y1: float, x2: float, y2: float, color: str) -> str:
    """Return a hairline."""
    return f'<path d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" stroke="{color}"/>'


def curve(path: str, color: str, stroke: float) -> str:
    """Return a line along a path."""
    return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{number(stroke)}" stroke-linejoin="round"/>'


def area(path: str, color: str, opacity: float) -> str:
    """Return what a path encloses."""
    return f'<path d="{path}" fill="{color}" fill-opacity="{opacity:g}"/>'


def document(size: Box, title: str, elements: Iterable[str], *, mark: str = "") -> str:
    """Return the whole picture; the mark is not to be seen."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(size.width)} {number(size.height)}"'
    named = f"<title>{saxutils.escape(title)}</title>"
    marked = [f"<metadata>{saxutils.escape(mark)}</metadata>"] if mark else []
    return "\n".join([f'{head} font-family="{FONT}">', named, *marked, *elements, "</svg>", ""])
