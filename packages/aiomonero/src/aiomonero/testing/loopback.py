# SPDX-License-Identifier: Apache-2.0
"""Free ports of loopback, for servers that cannot be told to take any free one and say which."""

import contextlib
import random
import socket

RANGE = range(10_000, 30_000)
"""Below what Linux gives to outgoing connections (32768 and above): one of those can take a port at any moment between
its choice and the server's start, and again while a server is being restarted."""
ATTEMPTS = 100

_given: set[int] = set()
"""Servers that start side by side are all without their ports for a while, so none is given to two of them."""


def free_ports(count: int) -> list[int]:
    """Return as many different ports of 127.0.0.1 that nothing uses at the moment."""
    found: list[int] = []
    with contextlib.ExitStack() as stack:
        if len(_given) > len(RANGE) // 2:
            _given.clear()
        for port in random.SystemRandom().sample(sorted(set(RANGE) - _given), ATTEMPTS + count):
            probe = stack.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                found.append(port)
            if len(found) == count:
                _given.update(found)
                return found
    raise OSError(f"of {ATTEMPTS + count} ports between {RANGE.start} and {RANGE.stop}, {len(found)} were free")
