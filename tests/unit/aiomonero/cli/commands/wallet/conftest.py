# SPDX-License-Identifier: Apache-2.0
"""A wallet server with prepared answers, and somebody at the terminal."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aiomonero.cli.commands.wallet.group import group
from aiomonero.cli.session import asking
from aiomonero.transport import base
from aiomonero.wallet.rpc import WalletRpc


class Server:
    """Gives each method the answer that stands for it, of a list the next one, and remembers what it was asked.

    None is a refusal.
    """

    def __init__(self, answers: dict[str, object]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, Any]] = []

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        raise AssertionError("RPC is never a GET")

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        request = json.loads(body)
        self.asked.append((request["method"], request.get("params")))
        answer = self._answers.get(request["method"], {})
        if isinstance(answer, list):
            answer = answer.pop(0)
        if answer is None:
            return json.dumps({"error": {"code": -4, "message": "refused"}}).encode()
        return json.dumps({"result": answer}).encode()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command against a server with prepared answers."""

    def call(
        *words: str, answers: dict[str, object] | None = None, **more: Any
    ) -> tuple[Result, list[tuple[str, Any]]]:
        server = Server(answers or {})

        @contextlib.asynccontextmanager
        async def opened(options: object) -> AsyncIterator[WalletRpc]:
            yield WalletRpc(server, "http://wallet:1")

        monkeypatch.setattr(group, "_open", opened)
        return CliRunner().invoke(group, list(words), **more), server.asked

    return call


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sit somebody at the terminal."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: True)
