# SPDX-License-Identifier: Apache-2.0
"""Coroutines here run in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kubeloop.testing import clock


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Let a clock jump that nobody has to wait for."""
    return {"virtual": clock.VirtualLoop}
