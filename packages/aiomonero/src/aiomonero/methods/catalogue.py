# SPDX-License-Identifier: Apache-2.0
"""All methods of a server by name, gathered from the files of their topics: a new one is in it by being written."""

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from aiomonero.methods import daemon, wallet
from aiomonero.methods.method import Method


@functools.cache
def of_daemon() -> Mapping[str, Method[Any, Any]]:
    """Return the methods of `monerod`; what can be asked for as a path and by JSON-RPC, such as its info, is once."""
    return _gather(daemon)


@functools.cache
def of_wallet() -> Mapping[str, Method[Any, Any]]:
    """Return the methods of `monero-wallet-rpc`."""
    return _gather(wallet)


def _gather(package: ModuleType) -> Mapping[str, Method[Any, Any]]:
    modules = (importlib.import_module(f"{package.__name__}.{found.name}") for found in _topics(package))
    methods = [value for module in modules for value in vars(module).values() if isinstance(value, Method)]
    # Of several ways to ask for one thing the first counts.
    by_name = {method.name: method for method in reversed(methods)}
    return MappingProxyType(dict(sorted(by_name.items())))


def _topics(package: ModuleType) -> list[pkgutil.ModuleInfo]:
    return sorted(pkgutil.iter_modules(package.__path__))
