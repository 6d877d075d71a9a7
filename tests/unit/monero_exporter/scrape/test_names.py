# SPDX-License-Identifier: Apache-2.0
"""Addresses of names that come, go and do not answer."""

import asyncio
import threading

import pytest

from monero_exporter.scrape import names


class NameServer:
    """Answers with what it has, once it may."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.questions = 0

    def resolve(self, _: str) -> tuple[str, ...]:
        self.questions += 1
        self.may_answer.wait(10)
        return self.addresses


@pytest.mark.parametrize("host", ["10.0.0.7", "::1"])
async def test_an_address_needs_no_look_up(host: str) -> None:
    """Who writes addresses needs no name server."""
    server = NameServer()

    assert await names.Names(server.resolve).addresses(host) == (host,)
    assert server.questions == 0


POD = "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n"


@pytest.mark.parametrize(
    ("host", "resolver", "asked"),
    [
        ("nodes", POD, "nodes.default.svc.cluster.local."),
        ("nodes.other", POD, "nodes.other"),
        ("nodes", "nameserver 127.0.0.53\nsearch lan\n", "nodes"),
        ("nodes", "", "nodes"),
    ],
)
def test_a_pod_asks_for_the_whole_name_of_a_service(host: str, resolver: str, asked: str) -> None:
    """A bare name that is not found would be asked of name servers outside the cluster."""
    assert names.whole(host, resolver) == asked


async def test_each_question_is_a_new_look_up() -> None:
    """Pods come back with other addresses."""
    server = NameServer("10.0.0.1")
    found = names.Names(server.resolve)
    await found.addresses("nodes")
    server.addresses = ("10.0.0.2", "10.0.0.3")

    assert await found.addresses("nodes") == ("10.0.0.2", "10.0.0.3")


async def test_the_addresses_of_before_do_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that restarts makes nobody alone; later the addresses may be a stranger's."""
    server = NameServer("10.0.0.1")
    found = names.Names(server.resolve)
    await found.addresses("nodes")
    server.addresses = ()

    assert await found.addresses("nodes") == ("10.0.0.1",)
    monkeypatch.setattr(names, "KEPT_SECONDS", 0)
    assert await found.addresses("nodes") == ()


async def test_a_name_server_that_hangs_is_asked_once_and_heard_when_it_answers() -> None:
    """However often siblings are asked meanwhile, one thread waits."""
    server = NameServer("10.0.0.1")
    server.may_answer.clear()
    found = names.Names(server.resolve)

    early = [await found.addresses("nodes", deadline_seconds=0) for _ in range(3)]
    server.may_answer.set()
    late = await found.addresses("nodes")

    assert (early, late, server.questions) == ([(), (), ()], ("10.0.0.1",), 1)


async def test_two_who_ask_for_one_name_share_a_look_up() -> None:
    """Siblings on one machine have one name and two ports."""
    server = NameServer("10.0.0.1")
    found = names.Names(server.resolve)

    both = await asyncio.gather(found.addresses("localhost"), found.addresses("localhost"))

    assert (both, server.questions) == ([("10.0.0.1",)] * 2, 1)


def test_a_name_server_that_hangs_does_not_hold_up_the_end() -> None:
    """The loop ends at once, and what comes later is heard by nobody."""
    server = NameServer("10.0.0.1")
    server.may_answer.clear()

    asyncio.run(names.Names(server.resolve).addresses("nodes", deadline_seconds=0))

    server.may_answer.set()


def test_what_is_no_name_is_not_found() -> None:
    """No error of the system's reaches the one who asks."""
    assert names.resolve("a..b") == names.resolve("x" * 300) == ()


def test_a_name_of_this_machine_is_found() -> None:
    """By the system's own means."""
    assert "127.0.0.1" in names.resolve("localhost")
