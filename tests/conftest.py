# SPDX-License-Identifier: Apache-2.0
"""What holds for every suite, wherever it runs."""

import signal

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about the code.
settings.register_profile("without deadline", settings.default, deadline=None)
settings.load_profile("without deadline")


def pytest_configure(config: pytest.Config) -> None:
    """Heed Ctrl-C: a shell has what it runs in the background ignore it, and programs inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
