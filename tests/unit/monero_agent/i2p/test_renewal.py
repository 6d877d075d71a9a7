# SPDX-License-Identifier: Apache-2.0
"""i2pd is told to forget where somebody was who does not answer any more."""

from pathlib import Path

import pytest

from monero_agent.i2p import console
from monero_agent.i2p.renewal import EVERY_SECONDS, Renewal
from monero_agent.i2p.silence import RENEW_SECONDS
from monero_agent.i2p.traffic import read
from monero_agent.i2p.witness import ConsoleError

PAGE = (Path(__file__).parents[3] / "vectors/i2pd/2.56.0/destination-unanswered.html").read_text()
ASKED = EVERY_SECONDS
"""When the stream has brought nothing since the look before."""
SERVED, OWN = "s" * 52, "o" * 52
(RENEWING,) = read(PAGE).renewing.values()


class Console:
    """Has two destinations, both with a stream that is not answered; writes down what it is asked."""

    def __init__(self):
        self.asked = []
        self.error = None

    async def page(self, path):
        if self.error:
            raise self.error
        self.asked.append(path)
        if path == console.DESTINATIONS:
            return "".join(f'<a href="/?page=local_destination&b32={each}">x</a>' for each in (SERVED, OWN))
        return PAGE


@pytest.fixture
def i2pd():
    """A console."""
    return Console()


@pytest.fixture
def renewal(i2pd):
    """Its renewal."""
    return Renewal(i2pd.page)


async def _look(renewal, *times):
    for now in times:
        await renewal.look({f"{SERVED}.b32.i2p"}, now)


async def test_who_does_not_answer_what_leads_out_is_looked_up_anew(renewal, i2pd):
    """What comes in by a destination that is served is not looked at: the others dial, and mend it."""
    await _look(renewal, 0.0, ASKED)
    assert i2pd.asked == [console.DESTINATIONS, console.path(OWN)] * 2

    i2pd.asked.clear()
    await _look(renewal, ASKED + RENEW_SECONDS)
    assert i2pd.asked == [console.DESTINATIONS, console.path(OWN), RENEWING]


async def test_it_looks_every_few_seconds_only(renewal, i2pd):
    """The agent's turns come more often than there can be anything new."""
    await _look(renewal, 0.0, EVERY_SECONDS - 0.1)
    assert i2pd.asked.count(console.DESTINATIONS) == 1

    await _look(renewal, EVERY_SECONDS)
    assert i2pd.asked.count(console.DESTINATIONS) == 2


async def test_a_console_that_fails_once_is_asked_at_the_next_look(renewal, i2pd):
    """What was seen before is remembered."""
    await _look(renewal, 0.0, ASKED)
    i2pd.error = ConsoleError("gone")
    await _look(renewal, ASKED + RENEW_SECONDS)
    i2pd.error = None
    await _look(renewal, ASKED + RENEW_SECONDS + EVERY_SECONDS)

    assert i2pd.asked[-1] == RENEWING


async def test_another_i2pd_is_looked_at_at_once_and_without_a_memory(renewal, i2pd):
    """Its streams are others, though they may have the names of old ones."""
    await _look(renewal, 0.0, ASKED)
    renewal.forget()
    await _look(renewal, ASKED + 1.0, ASKED + RENEW_SECONDS)

    assert i2pd.asked.count(console.DESTINATIONS) == 4
    assert RENEWING not in i2pd.asked
