# SPDX-License-Identifier: Apache-2.0
"""A subscription to a publisher that plays by a script: whatever ends it, no connection and no waiting task is left."""

import asyncio
import contextlib

import pytest

from aiomonero.protocol import zmtp
from aiomonero.testing.scripted import ScriptedStream
from aiomonero.types.publication import Topic
from aiomonero.zmq import connection
from aiomonero.zmq.subscriber import Subscriber, Subscription
from tests.support.publisher import GREETING, ready


class Publisher(ScriptedStream):
    """Shakes hands and then says nothing; may take its time to close."""

    def __init__(self) -> None:
        super().__init__(GREETING, ready())
        self.may_close = asyncio.Event()
        self.may_close.set()
        self.closing = asyncio.Event()

    async def receive(self, limit_bytes: int = 65536) -> bytes:
        """Say the next thing, or wait for ever."""
        if not self._script:
            await asyncio.get_running_loop().create_future()
        return await super().receive(limit_bytes)

    async def close(self) -> None:
        """Close once it is allowed, and never twice."""
        assert not self.closing.is_set()
        self.closing.set()
        await self.may_close.wait()
        await super().close()


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """The one to whom every subscription leads."""
    stream = Publisher()

    async def dial(*_: object) -> Publisher:
        return stream

    monkeypatch.setattr(connection, "_dial", dial)
    return stream


def subscription() -> Subscription:
    """Return one that was not entered yet."""
    return Subscriber("tcp://127.0.0.1:18083").subscribe(Topic.MINIMAL_CHAIN)


async def test_left_at_once_it_leaves_nothing_open(publisher: Publisher) -> None:
    """Also before the task that receives has taken its first step; who iterates then learns of the end."""
    async with subscription() as events:
        pass

    assert publisher.is_closed
    async with asyncio.timeout(1):
        assert [event async for event in events] == []


async def test_left_later_it_leaves_nothing_open(publisher: Publisher) -> None:
    """The receiving task closes what it was reading."""
    async with subscription():
        await asyncio.sleep(0)

    assert publisher.is_closed


async def test_a_consumer_that_is_cancelled_while_it_leaves_is_cancelled(publisher: Publisher) -> None:
    """Its own cancellation is no matter of the subscription, which closes all the same."""
    publisher.may_close.clear()
    went_on = False

    async def consume() -> None:
        nonlocal went_on
        async with subscription():
            await asyncio.sleep(0)
        went_on = True

    consumer = asyncio.create_task(consume())
    await publisher.closing.wait()
    consumer.cancel()
    await asyncio.sleep(0)
    publisher.may_close.set()

    with contextlib.suppress(asyncio.CancelledError):
        await consumer
    await asyncio.sleep(0)
    assert (consumer.cancelled(), went_on, publisher.is_closed) == (True, False, True)


@pytest.mark.usefixtures("publisher")
async def test_what_nobody_expected_is_raised_to_the_consumer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the receiving task does not look like the end of a subscription."""

    def fail(self: zmtp.Subscriber) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(connection, "PING_SECONDS", 0.001)
    monkeypatch.setattr(zmtp.Subscriber, "ping", fail)

    async with subscription() as events, asyncio.timeout(1):
        with pytest.raises(ZeroDivisionError):
            await anext(events)
