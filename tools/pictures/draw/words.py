# SPDX-License-Identifier: Apache-2.0
"""Markdown, as much of it as panels of text use: bold and code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax import saxutils

from tools.dashboards.panel import Text
from tools.pictures import svg, theme
from tools.pictures.svg import Box

_SIZE = 13
_LINE = 20
_MARKS = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


def draw(panel: Text, box: Box) -> Iterator[str]:
    """Draw lines of words."""
    for index, line in enumerate(_lines(panel.markdown, box.width)):
        where = f'x="{svg.number(box.x + 4)}" y="{svg.number(box.y + 16 + _LINE * index)}"'
        yield f'<text {where} font-size="{_SIZE}" fill="{theme.TEXT}">{_marked(line)}</text>'


def _lines(text: str, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and svg.width(f"{line} {word}", _SIZE) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _marked(line: str) -> str:
    return _MARKS.sub(_mark, saxutils.escape(line))


def _mark(found: re.Match[str]) -> str:
    if found[1]:
        return f'<tspan font-weight="700" fill="{theme.STRONG}">{found[1]}</tspan>'
    return f'<tspan font-family="monospace" fill="{theme.ACCENT}">{found[2]}</tspan>'
