# SPDX-License-Identifier: Apache-2.0
"""What the calls ask of a wallet server, and what they make of refusals."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from aiomonero import errors
from aiomonero.methods import catalogue
from aiomonero.testing.answers import Answer
from aiomonero.testing.fakenode import FakeNode
from aiomonero.types.wallet.history import TransferFilter
from aiomonero.types.wallet.spending import Destination, Priority, Spending
from aiomonero.wallet.files import SeedOfWallet
from aiomonero.wallet.rpc import WalletRpc
from aiomonero.wallet.server import DaemonChoice
from aiomonero.wallet.wallet import DEFAULT_PORT, Wallet

MADE = {"tx_hash": "ab" * 32, "amount": 1, "fee": 1, "weight": 1}


def _fake(answer: Answer) -> FakeNode:
    """Return a wallet server that gives one answer to everything."""
    return FakeNode(dict.fromkeys(catalogue.of_wallet(), answer))


async def _asked(ask: Callable[[WalletRpc], Awaitable[object]], result: object) -> Any:
    fake = _fake(result)
    await ask(fake.wallet())
    return fake.calls[-1].params


def test_every_method_is_a_coroutine_of_its_name() -> None:
    """One name everywhere."""
    names = catalogue.of_wallet()

    assert set() == {name for name in names if not inspect.iscoroutinefunction(getattr(WalletRpc, name, None))}


async def test_a_plain_payment_asks_for_no_more_than_it_says() -> None:
    """What the wallet assumes anyway is left out, and no secret is asked for."""
    params = await _asked(lambda rpc: rpc.transfer([Destination("4…", 5)]), MADE)

    assert params == {"destinations": [{"address": "4…", "amount": 5}]}


async def test_a_payment_says_how() -> None:
    """Every wish arrives under the wallet's own name."""
    how = Spending(
        account_index=1, subaddr_indices=(2, 3), priority=Priority.ELEVATED, do_not_relay=True, get_tx_key=True
    )
    params = await _asked(lambda rpc: rpc.transfer_split([Destination("4…", 5)], how), {})

    assert params == {
        "account_index": 1,
        "subaddr_indices": [2, 3],
        "priority": 3,
        "do_not_relay": True,
        "destinations": [{"address": "4…", "amount": 5}],
        "get_tx_keys": True,
    }


async def test_transfers_of_every_kind_are_asked_for() -> None:
    """The wallet tells none that was not asked for; the highest block is left to it."""
    params = await _asked(lambda rpc: rpc.get_transfers(TransferFilter(pool=False)), {})

    kinds = {kind: params[kind] for kind in ("in", "out", "pending", "failed", "pool")}
    assert kinds == {"in": True, "out": True, "pending": True, "failed": True, "pool": False}
    assert "max_height" not in params


async def test_only_what_is_given_of_an_address_book_s_line_is_changed() -> None:
    """An empty description is one too."""
    params = await _asked(lambda rpc: rpc.edit_address_book(1, description=""), {})

    assert (params["set_address"], params["set_description"], params["description"]) == (False, True, "")


@pytest.mark.parametrize(("amount", "is_all"), [(None, True), (0, False), (5, False)])
async def test_a_reserve_without_an_amount_is_all_of_it(amount: int | None, is_all: bool) -> None:
    """An amount of nothing is an amount."""
    params = await _asked(lambda rpc: rpc.get_reserve_proof(amount), {"signature": "R"})

    assert (params["all"], params["amount"]) == (is_all, amount or 0)


async def test_a_transaction_that_paid_several_addresses_has_several_entries() -> None:
    """An old wallet that tells one alone is understood."""
    index = {"major": 0, "minor": 0}
    entry = {
        "txid": "ab" * 32,
        "type": "in",
        "amount": 1,
        "fee": 0,
        "height": 1,
        "timestamp": 1,
        "unlock_time": 0,
        "locked": False,
        "double_spend_seen": False,
        "subaddr_index": index,
    }
    many, one = _fake({"transfer": entry, "transfers": [entry, entry]}), _fake({"transfer": entry})

    assert [len(await fake.wallet().get_transfer_by_txid("ab" * 32)) for fake in (many, one)] == [2, 1]


async def test_a_method_that_a_wallet_is_too_old_for_says_so() -> None:
    """Also one that restricted mode denies: a wallet says of that that it is denied, not that it does not exist."""
    rpc = FakeNode({}).wallet()

    with pytest.raises(errors.UnsupportedVersion) as caught:
        await rpc.start_background_sync()

    assert "1.28" in str(caught.value)


async def test_another_server_at_the_port_is_not_found() -> None:
    """A web server that knows no such path says nothing about the wallet's mode."""
    rpc = _fake(errors.NotFound("HTTP status 404")).wallet()

    with pytest.raises(errors.NotFound) as caught:
        await rpc.store()

    assert (caught.value.method, caught.value.endpoint) == ("store", "http://fake/json_rpc")


async def test_an_error_tells_no_secret() -> None:
    """Neither of what was asked nor of what could not be read."""
    rpc = _fake({"address": 7, "seed": "abbey abbey"}).wallet()

    with pytest.raises(errors.RemoteProtocolError) as caught:
        await rpc.restore_deterministic_wallet(SeedOfWallet(filename="w", seed="abbey abbey", password="hush"))

    assert "abbey" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    assert "hush" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"


def test_a_daemon_s_password_is_masked() -> None:
    """Whom the wallet asks is shown, and how it proves itself is not."""
    choice = DaemonChoice(address="daemon:18081", username="u", password="hush")

    assert "daemon:18081" in repr(choice)
    assert "hush" not in repr(choice)


async def test_a_wallet_has_a_port_of_its_own() -> None:
    """Where none is given it is not the daemon's."""
    async with Wallet("http://127.0.0.1") as wallet:
        assert wallet.endpoint.port == DEFAULT_PORT


def test_what_is_no_address_is_refused() -> None:
    """Before anybody is asked."""
    with pytest.raises(ValueError, match="18081"):
        Wallet("127.0.0.1")
