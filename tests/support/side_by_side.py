# SPDX-License-Identifier: Apache-2.0
"""Tests that wait more than they work: those of a folder run at once, and each then tells what came of its own.

`@side_by_side.case` makes a test such a case; the folder's conftest.py has a fixture `outcomes` that runs all of them.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import journal

AT_ONCE = 5
"""A daemon and its exporter take two seconds of work to start, and wait for most of the rest."""
LIMIT_SECONDS = 540.0
"""The longest cases take six minutes, and the others as long where much else is done; one that hangs takes this."""
GIVEN = ("tmp_path", "chain", "unsent", "daemon", "worlds", "hidden")
"""What a case may ask `run` for by its parameters' names; the others are parametrized."""

Case = Callable[..., Awaitable[None]]
Outcomes = Mapping[str, Exception | None]


def case(function: Case) -> Callable[..., None]:
    """Make a test that tells what came of a case."""

    def test(request: pytest.FixtureRequest, outcomes: Outcomes, **_: object) -> None:
        if error := outcomes[request.node.nodeid]:
            raise error

    parametrized = [each for name, each in inspect.signature(function).parameters.items() if name not in GIVEN]
    own = list(inspect.signature(test).parameters.values())[:2]
    test.__dict__.update(case=function, __signature__=inspect.Signature([*own, *parametrized]))
    test.__name__, test.__doc__ = function.__name__, function.__doc__
    return test


def long_case(function: Case) -> Callable[..., None]:
    """Make a test of a case that takes longer than others and is begun before them."""
    test = case(function)
    test.__dict__["is_long"] = True
    return test


async def run(
    session: pytest.Session,
    folder: Path,
    make_folder: Callable[[str], Path],
    *,
    at_once: int = AT_ONCE,
    limit_seconds: float = LIMIT_SECONDS,
    **given: object,
) -> dict[str, Exception | None]:
    """Run the cases of a folder that are to be tested, as many at once as there is room for; `given` is for them."""
    room = asyncio.Semaphore(at_once)
    cases = sorted(_cases(session, folder), key=lambda item: not hasattr(item.function, "is_long"))

    async def outcome(item: pytest.Function) -> Exception | None:
        async with room:
            return await _outcome(item, limit_seconds, given | {"tmp_path": make_folder(item.originalname)})

    outcomes = await asyncio.gather(*map(outcome, cases))
    return {item.nodeid: outcome for item, outcome in zip(cases, outcomes, strict=True)}


def _cases(session: pytest.Session, folder: Path) -> Iterable[pytest.Function]:
    functions = (item for item in session.items if isinstance(item, pytest.Function) and item.path.parent == folder)
    return (item for item in functions if hasattr(item.function, "case") and not item.get_closest_marker("skip"))


async def _outcome(item: pytest.Function, limit_seconds: float, given: Mapping[str, object]) -> Exception | None:
    function: Any = item.function
    parameters = inspect.signature(function.case).parameters
    there = {**given, **(item.callspec.params if hasattr(item, "callspec") else {})}
    began = time.monotonic()
    try:
        async with asyncio.timeout(limit_seconds) as limit:
            await function.case(**{name: there[name] for name in parameters})
    except TimeoutError as error:
        return _named(item.name, limit_seconds, error) if limit.expired() else error
    except Exception as error:  # noqa: BLE001 - its own test raises it
        return error
    finally:
        journal.record(item.name, time.monotonic() - began)
    return None


def _named(name: str, limit_seconds: float, error: TimeoutError) -> Exception:
    """Return a failure that says which case hung; where it did is in the traceback."""
    failure = AssertionError(f"{name} had not ended after {limit_seconds:g} s")
    failure.__cause__ = error
    return failure
