# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C at the questions of `monero wallet`, typed at a terminal that is one."""

import asyncio
import fcntl
import os
import pty
import select
import sys
import termios
import time
from collections.abc import Callable

import pytest

from aiomonero.testing.fakenode import FakeNode
from tests.support.wallets import STRANGER

INTERRUPT = b"\x03"
LONGEST_SECONDS = 60.0
ANSWERS = {
    "transfer": {"tx_hash": "ab" * 32, "amount": 1, "fee": 1, "weight": 1, "tx_metadata": "beef"},
    "relay_tx": {"tx_hash": "ab" * 32},
    "create_wallet": {},
}


@pytest.mark.parametrize(
    ("words", "question", "done"),
    [
        (("transfer", "--to", STRANGER, "0.25"), b"[y/N]", ["transfer"]),
        (("create-wallet", "--filename", "w"), b"Password of the new wallet", []),
        (("--username", "me", "get-height"), b"Password of me", []),
    ],
    ids=["payment", "new password", "login"],
)
async def test_an_interrupt_at_a_question_is_the_end(words: tuple[str, ...], question: bytes, done: list[str]) -> None:
    """Whatever is typed after it, the wallet is asked for nothing more; a payment was made by then, and not sent."""
    fake = FakeNode(ANSWERS)
    async with fake.serving() as url:
        code = await _typed(url, words, question, INTERRUPT + b"y\r")

    assert (code, [call.name for call in fake.calls]) == (130, done)


async def test_who_agrees_at_a_terminal_pays() -> None:
    """So that the test above would see a payment."""
    fake = FakeNode(ANSWERS)
    async with fake.serving() as url:
        code = await _typed(url, ("transfer", "--to", STRANGER, "0.25"), b"[y/N]", b"y\r")

    assert (code, [call.name for call in fake.calls]) == (0, ["transfer", "relay_tx"])


async def _typed(url: str, words: tuple[str, ...], question: bytes, keys: bytes) -> int:
    """Run the command at a terminal, press keys when the question is there, and return the exit code."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MONERO_")}
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "aiomonero.cli", "wallet", "--address", url, *words),
            **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
            env=environment,
            start_new_session=True,
            preexec_fn=_controlled_by(theirs),
        )
        os.close(theirs)
        await asyncio.to_thread(_await_text, ours, question)
        os.write(ours, keys)
        return await asyncio.wait_for(process.wait(), LONGEST_SECONDS)
    finally:
        os.close(ours)


def _controlled_by(terminal: int) -> Callable[[], None]:
    def take() -> None:
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

    return take


def _await_text(terminal: int, text: bytes) -> None:
    seen, end = b"", time.monotonic() + LONGEST_SECONDS
    while text not in seen:
        assert select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0], seen
        seen += os.read(terminal, 4096)
