# SPDX-License-Identifier: Apache-2.0
"""One round among the siblings, over a transport in memory."""

from collections.abc import Mapping

import pytest

from aiomonero import errors
from aiomonero.types import health
from aiomonero.types.health import Status
from aiomonero.types.info import Info
from monero_exporter.scrape.siblings import Siblings
from monero_exporter.translate.observation import Sibling
from tests.support.observations import HEIGHT, sibling
from tests.support.remembered_chain import Chain, hash_at

SILENT = Sibling(None)
ONE = sibling(name="nodes-1", top_hash=hash_at(HEIGHT - 1)).status
TWO = sibling(name="nodes-2", top_hash="f" * 64).status
SELF = sibling(name="nodes-0").status


class Exporters:
    """What each exporter says, by its address; the others do not answer."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self._said = said

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        host = url.removeprefix("http://").partition(":")[0]
        match self._said.get(host):
            case Status() as status:
                return health.encode(status)
            case bytes() as document:
                return document
        raise errors.TimedOut("x")

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise AssertionError("siblings are only asked")


async def _heard(exporters: Exporters, *hosts: str, found: tuple[str, ...] = ()) -> tuple[Sibling, ...] | None:
    siblings = Siblings([(host, 9000) for host in hosts], "nodes-0", Chain(), look_up=lambda _: found)
    await siblings.look(exporters)
    return siblings.last()


async def test_all_behind_a_name_are_asked_but_the_node_itself() -> None:
    """Each says its name; whether its top block is of this chain is found out."""
    exporters = Exporters({"10.0.0.1": SELF, "10.0.0.2": ONE, "10.0.0.3": TWO})

    heard = await _heard(exporters, "nodes", found=("10.0.0.1", "10.0.0.2", "10.0.0.3"))

    assert heard == (Sibling(ONE, is_forked=False), Sibling(TWO, is_forked=True))


def test_nothing_is_known_before_the_first_round() -> None:
    """That is not the same as having no siblings."""
    assert Siblings([("nodes", 9000)], "nodes-0", Chain()).last() is None


async def test_after_a_mistake_the_node_is_judged_alone() -> None:
    """Whoever starts it again tells the mistake; what was known before may be long ago then."""

    class Broken(Chain):
        async def get_info(self) -> Info:
            raise RuntimeError("x")

    siblings = Siblings([("nodes", 9000)], "nodes-0", Broken(), look_up=lambda _: ())

    with pytest.raises(RuntimeError):
        await siblings.run()
    siblings.forget()
    assert siblings.last() == ()


async def test_one_that_is_silent_or_talks_nonsense_costs_nobody_else() -> None:
    """It counts as one that does not answer."""
    exporters = Exporters({"10.0.0.1": b"<html>", "10.0.0.3": ONE})

    assert await _heard(exporters, "10.0.0.1", "10.0.0.2", "10.0.0.3") == (
        Sibling(ONE, is_forked=False),
        SILENT,
        SILENT,
    )


async def test_a_name_that_is_not_found_counts_as_one_that_does_not_answer() -> None:
    """So that a set that cannot find itself shows."""
    assert await _heard(Exporters({}), "nodes") == (SILENT,)


async def test_a_node_with_two_addresses_counts_once() -> None:
    """One of each family, say."""
    exporters = Exporters({"10.0.0.1": ONE, "10.0.0.2": ONE})

    assert await _heard(exporters, "nodes", found=("10.0.0.1", "10.0.0.2")) == (Sibling(ONE, is_forked=False),)


async def test_exporters_without_names_are_siblings() -> None:
    """Those of before names were told; this node tells its own, so none of them is it."""
    nameless = sibling(name=None, top_hash=None).status
    exporters = Exporters({"10.0.0.1": nameless, "10.0.0.2": nameless, "10.0.0.3": SELF})

    assert await _heard(exporters, "10.0.0.1", "10.0.0.2", "10.0.0.3") == (Sibling(nameless), Sibling(nameless))


@pytest.mark.parametrize("said", [b"{}", Status(name="nodes-1")], ids=["an empty word", "a silent daemon"])
async def test_a_sibling_may_know_nothing(said: object) -> None:
    """It answers, but tells no block to compare."""
    heard = await _heard(Exporters({"10.0.0.1": said}), "10.0.0.1")

    assert [each.is_forked for each in heard or ()] == [None]
