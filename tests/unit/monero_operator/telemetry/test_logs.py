# SPDX-License-Identifier: Apache-2.0
"""Log lines as collectors read them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from monero_operator.telemetry import logs


@pytest.fixture(autouse=True)
def untouched_root() -> Iterator[None]:
    """Give the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_json_lines_hold_level_logger_message_and_exception(capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object per line, also for an exception of several lines."""
    logs.configure("json")
    try:
        raise ValueError("no")  # noqa: TRY301 - the exception is the subject
    except ValueError:
        logging.getLogger("some.where").exception("it failed: %s", 7)

    (line,) = capsys.readouterr().err.splitlines()
    found = json.loads(line)

    assert (found["level"], found["logger"], found["message"]) == ("error", "some.where", "it failed: 7")
    assert "ValueError: no" in found["exception"]


def test_text_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """A text line ends with logger and message."""
    logs.configure("text")

    logging.getLogger("some.where").info("up")

    assert capsys.readouterr().err.endswith("INFO    some.where: up\n")
