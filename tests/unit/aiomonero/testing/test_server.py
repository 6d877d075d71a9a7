# SPDX-License-Identifier: Apache-2.0
"""Which program is started, and with what in its environment."""

import pytest

from aiomonero.testing import server
from aiomonero.types.login import Login


def test_the_variable_names_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment variable beats PATH."""
    monkeypatch.setenv("SOME_PROGRAM", "/bin/sh")

    assert server.find("nothing-of-that-name", "SOME_PROGRAM") == ("/bin/sh",)


def test_a_missing_program_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lacks it reads where to name it."""
    monkeypatch.delenv("SOME_PROGRAM", raising=False)

    with pytest.raises(FileNotFoundError, match="SOME_PROGRAM"):
        server.find("nothing-of-that-name", "SOME_PROGRAM")


@pytest.mark.parametrize(("login", "expected"), [(None, None), (Login("ann", "secret"), "ann:secret")])
def test_only_its_own_login_reaches_a_program(login: Login | None, expected: str | None) -> None:
    """A login that the developer's shell happens to export is not the daemon's."""
    environment = server._environment({"RPC_LOGIN": "someone:else", "HOME": "/nowhere"}, login)

    assert expected == environment.get("RPC_LOGIN")
    assert environment["HOME"] == "/nowhere"
