# SPDX-License-Identifier: Apache-2.0
"""The table of families."""

import re
from pathlib import Path

from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Stability

OF_2021 = Path(__file__).parent / "names_of_2021.txt"


def test_names_of_earlier_exporters_are_kept() -> None:
    """With type, labels and quantiles, so that dashboards made for earlier Monero exporters keep working."""
    kept = [
        " ".join(
            (family.name, family.kind, ",".join(family.labels) or "-", ",".join(map(str, family.quantiles)) or "-")
        )
        for family in families.ALL
        if family.stability in {Stability.SEED, Stability.GO_EXPORTER}
    ]

    assert sorted(kept) == OF_2021.read_text().splitlines()


def test_names_are_unique_and_well_formed() -> None:
    """Prometheus accepts every name, and no two families share one."""
    names = [family.name for family in families.ALL]

    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"(monero|process)_[a-z0-9_]+", name)] == []


def test_every_family_has_a_sentence() -> None:
    """The help text is read by people, and stands in both formats as it is."""
    assert [family.name for family in families.ALL if not re.fullmatch(r'[A-Z][^"\\\n]+\.', family.sentence)] == []
