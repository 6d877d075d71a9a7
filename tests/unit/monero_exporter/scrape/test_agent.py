# SPDX-License-Identifier: Apache-2.0
"""Asking the agents of tor and i2pd."""

from aiomonero import errors
from aiomonero.testing.fakenode import FakeNode
from monero_exporter.scrape.agent import Agent
from monero_exporter.translate.agent_status import Tor
from monero_exporter.translate.observation import Seen
from tests.support import agents


def _watcher() -> Agent[Tor]:
    return Agent("tor", Tor, "http://127.0.0.1:9101", deadline_seconds=5)


async def _look(watcher: Agent[Tor], agent: FakeNode) -> Seen[Tor]:
    await watcher.look(agent.transport())
    last = watcher.last()
    assert last is not None
    return last


async def test_the_last_answer_is_kept() -> None:
    """Whoever reads it does not wait for the agent."""
    agent, watcher = FakeNode({"status": agents.tor()}), _watcher()
    before = watcher.last()
    last = await _look(watcher, agent)

    assert before is None
    assert last.answer is not None
    assert last.answer.bootstrapped == 100


async def test_an_agent_that_is_gone_is_not_remembered() -> None:
    """What it said before is no longer true."""
    agent, watcher = FakeNode({"status": agents.tor()}), _watcher()
    await _look(watcher, agent)
    agent.answers("status", errors.ConnectFailed("nobody listens"))
    last = await _look(watcher, agent)

    assert (last.answer, type(last.error)) == (None, errors.ConnectFailed)


async def test_the_agent_of_another_program_is_refused() -> None:
    """Two addresses that were mixed up are told, and not two programs that seem to be well."""
    last = await _look(_watcher(), FakeNode({"status": agents.i2p()}))

    assert isinstance(last.error, errors.RemoteProtocolError)
