# SPDX-License-Identifier: Apache-2.0
"""Panels about distributions: summaries of what is there now, and histograms of what came over time."""

from __future__ import annotations

from tools.dashboards.board import Variable
from tools.dashboards.panel import Heat, Lines, Unit

VARIABLE = Variable("quantile", "monero_p2p_connections_age", chosen=("0.05", "0.5", "0.95"), narrows=False)


def lines(title: str, family: str, unit: Unit = Unit.COUNT, *, sentence: str = "", width: int = 8) -> Lines:
    """Show the quantiles that were chosen of a summary."""
    expression = f'max by (quantile) ({family}{{@, quantile=~"$quantile"}})'
    return Lines(title, {"quantile {{quantile}}": expression}, unit, sentence=sentence, width=width)


def heat(title: str, family: str, unit: Unit = Unit.COUNT, *, sentence: str = "", width: int = 8) -> Heat:
    """Show how many values of a histogram came in each bucket."""
    expression = f"sum by (le) (increase({family}_bucket{{@}}[$__rate_interval]))"
    return Heat(title, {"{{le}}": expression}, unit, sentence=sentence, width=width)
