# SPDX-License-Identifier: Apache-2.0
"""Builds the container images that `versions.toml` finds: `python -m images build`, or `images.build()`."""

from images.builder import Built, build, find
from images.errors import BuildError

__all__ = ["BuildError", "Built", "build", "find"]
