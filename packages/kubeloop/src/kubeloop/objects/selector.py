# SPDX-License-Identifier: Apache-2.0
"""Label selectors by equality, as the text that the API server takes."""

from __future__ import annotations

from collections.abc import Mapping


def of(labels: Mapping[str, str]) -> str:
    """Return the selector of the objects that carry all these labels."""
    return ",".join(f"{key}={value}" for key, value in sorted(labels.items()))
