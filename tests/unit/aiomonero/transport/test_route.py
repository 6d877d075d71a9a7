# SPDX-License-Identifier: Apache-2.0
"""Whether there is a way is the system's to say."""

import errno
import socket

import pytest

from aiomonero.transport import route


def test_there_is_a_way_to_this_machine() -> None:
    """Its own address is always reached."""
    assert route.exists("127.0.0.1", 18080)


def test_where_the_system_knows_no_way_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without IPv6."""
    families = []

    class NoWay(socket.socket):
        def __init__(self, family: int, kind: int) -> None:
            families.append(family)
            super().__init__(socket.AF_INET, kind)

        def connect(self, address: object) -> None:
            raise OSError(errno.ENETUNREACH, "no way")

    monkeypatch.setattr(socket, "socket", NoWay)

    assert not route.exists("2a00::1", 18080)
    assert families == [socket.AF_INET6]
