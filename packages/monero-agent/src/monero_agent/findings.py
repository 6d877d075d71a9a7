# SPDX-License-Identifier: Apache-2.0
"""What a room has found wrong with what is mounted: logged when it is new, told for as long as it is so."""

import logging
from collections.abc import Awaitable, Callable

from monero_agent.config import WrongError
from monero_agent.problems import Problem

TakeIn = Callable[[list[Problem]], Awaitable[None]]
"""Adds what is wrong, and raises WrongError where nothing can be followed."""

_log = logging.getLogger(__name__)


class Findings:
    """What was found the last time that something was taken in."""

    def __init__(self) -> None:
        self._found: tuple[Problem, ...] = ()

    async def of(self, take_in: TakeIn) -> bool:
        """Take in what is mounted, and note what is wrong with it; tell whether it could be followed."""
        found: list[Problem] = []
        is_followed = True
        try:
            await take_in(found)
        except WrongError as error:
            found.append(error.problem)
            is_followed = False
        for problem in dict.fromkeys(found):
            if problem not in self._found:
                _log.error("%s: %s", *problem)
        self._found = tuple(found)
        return is_followed

    def told(self, *now: Problem | None) -> list[dict[str, str]]:
        """Return that, and what is wrong now, as members of a JSON document, each once."""
        return [problem._asdict() for problem in dict.fromkeys([*self._found, *filter(None, now)])]
