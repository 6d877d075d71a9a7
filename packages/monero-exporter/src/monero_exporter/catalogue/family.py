# SPDX-License-Identifier: Apache-2.0
"""What one metric family is, and one value of it."""

import enum
from typing import NamedTuple


class Kind(enum.StrEnum):
    """The OpenMetrics types in use."""

    GAUGE = "gauge"
    INFO = "info"


class Family(NamedTuple):
    """A family's name, type, sentence and labels; names of earlier Monero exporters keep their meaning."""

    name: str
    kind: Kind
    sentence: str
    labels: tuple[str, ...] = ()


class Sample(NamedTuple):
    """A value of a family, with one label value for each of its labels."""

    family: Family
    value: float
    labels: tuple[str, ...] = ()
