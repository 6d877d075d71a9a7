# SPDX-License-Identifier: Apache-2.0
"""Every target by its name: a module of `fuzz/targets` that holds `TARGET`."""

import importlib
import pkgutil

from fuzz import targets
from fuzz.target import Target


def names() -> list[str]:
    """Return the names of all targets."""
    return sorted(module.name for module in pkgutil.iter_modules(targets.__path__))


def target(name: str) -> Target:
    """Load a target; imports what it fuzzes."""
    found = importlib.import_module(f"fuzz.targets.{name}").TARGET
    assert isinstance(found, Target)
    return found
