# SPDX-License-Identifier: Apache-2.0
"""Parameters that no server should see, and that the error names what is due."""

from collections.abc import Awaitable, Callable
from typing import Any, get_origin

import pytest
from msgspec import UNSET

from aiomonero import errors
from aiomonero.methods import catalogue, parameters
from aiomonero.methods.daemon import admin, blocks, payment, traffic
from aiomonero.methods.wallet import files
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.ban import BanChange
from aiomonero.types.raw_block import BlocksQuery
from aiomonero.types.wallet.spending import Destination, Priority, Spending
from aiomonero.wallet.rpc import WalletRpc
from tests.support import replay

INTEGER = "an integer from 0 to 18446744073709551615 is due"

POOL_QUERY = BlocksQuery(requested_info=7)  # type: ignore[arg-type]  # no such thing can be asked for


def daemon() -> DaemonRpc:
    """Return one that answers nonsense, so that whatever is sent fails in another way."""
    return DaemonRpc(replay.Answers(b""), "http://daemon:1")


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        (lambda rpc: rpc.get_block(None), f"height is None: {INTEGER}"),
        (lambda rpc: rpc.get_block(b"00"), f"height is of type bytes: {INTEGER}"),
        (lambda rpc: rpc.get_block_header_by_height("5"), f"height is of type str: {INTEGER}"),
        (lambda rpc: rpc.get_block_header_by_height(1.5), f"height is of type float: {INTEGER}"),
        (lambda rpc: rpc.get_block_header_by_height(True), f"height is of type bool: {INTEGER}"),
        (lambda rpc: rpc.get_block_header_by_height(-1), f"height is out of range: {INTEGER}"),
        (lambda rpc: rpc.get_block_headers_range(0, 10**30), f"end_height is out of range: {INTEGER}"),
        (lambda rpc: rpc.on_get_block_hash(-1), f"the parameter is out of range: {INTEGER}"),
        (lambda rpc: rpc.get_blocks_by_height_bin([1, 2.5]), f"heights[1] is of type float: {INTEGER}"),
        (lambda rpc: rpc.get_blocks_by_height_bin(5), "heights is of type int: a list is due"),
        (lambda rpc: rpc.get_transactions("00" * 32), "txs_hashes is of type str: a list is due"),
        (lambda rpc: rpc.get_transactions(b"00" * 32), "txs_hashes is of type bytes: a list is due"),
        (lambda rpc: rpc.get_transactions([None]), "txs_hashes[0] is None: a str is due"),
        (lambda rpc: rpc.get_transactions([], prune=1), "prune is of type int: True or False is due"),
        (lambda rpc: rpc.get_blocks_bin(None), "is None: a BlocksQuery is due"),
        (
            lambda rpc: rpc.get_blocks_bin(BlocksQuery(requested_info=7)),
            "requested_info is of type int: one of 0, 1, 2",
        ),  # type: ignore[arg-type]  # wrong
        (lambda rpc: rpc.set_bans(BanChange("1.2.3.4", seconds=-1)), f"bans[0].seconds is out of range: {INTEGER}"),
        (lambda rpc: rpc.set_log_categories("\ud800"), "categories holds half a character"),
    ],
)
async def test_a_daemon_is_not_asked_nonsense(ask: Callable[[Any], Awaitable[object]], complaint: str) -> None:
    """A height that is None gave the first block, a text was taken for the list of its letters."""
    with pytest.raises(errors.LocalProtocolError) as caught:
        await ask(daemon())

    assert caught.value.message.startswith(complaint)
    assert (caught.value.method, caught.value.endpoint[:15]) != ("", "")


async def test_a_wallet_is_not_asked_nonsense_either() -> None:
    """The path to what is wrong goes through lists and values."""
    wallet = WalletRpc(replay.Answers(b""), "http://wallet:1")

    with pytest.raises(errors.LocalProtocolError, match=r"transfer .*destinations\[0\]\.amount is of type float"):
        await wallet.transfer([Destination("4…", 0.5)])  # type: ignore[arg-type]  # what is wrong
    with pytest.raises(errors.LocalProtocolError, match=r"subaddr_indices is of type str: a list is due"):
        await wallet.transfer([], Spending(subaddr_indices="1"))  # type: ignore[arg-type]  # what is wrong


def test_a_secret_is_not_repeated() -> None:
    """The error says what is due and not what was given."""
    with pytest.raises(errors.LocalProtocolError) as caught:
        parameters.check(files.OpenParams("name", b"secret", True), files.OpenParams)  # type: ignore[arg-type]  # wrong

    assert caught.value.message == "password is of type bytes: a str is due"


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        (blocks.BlockParams(), blocks.BlockParams),
        (blocks.BlockParams(height=2**64 - 1), blocks.BlockParams),
        (blocks.HeightsParams([1, 2]), blocks.HeightsParams),  # type: ignore[arg-type]  # a list is as good as a tuple
        (traffic.LimitParams(-1, -1), traffic.LimitParams),
        (payment.AccountParams("c", -5), payment.AccountParams),
        (admin.PopBlocksParams(1, UNSET), admin.PopBlocksParams),
        (admin.LogCategoriesParams("ä"), admin.LogCategoriesParams),
        (Spending(priority=2), Spending),  # type: ignore[arg-type]  # a number is as good as its name
        (Spending(priority=Priority.ELEVATED), Spending),
        (("blob",), tuple[str]),
        (None, type(None)),
    ],
)
def test_what_servers_take_passes(params: object, kind: type) -> None:
    """What is left out, what is below zero where that means something, and any text."""
    parameters.check(params, kind)


@pytest.mark.parametrize("method", [*catalogue.of_daemon().values(), *catalogue.of_wallet().values()], ids=str)
def test_every_method_s_parameters_are_checked(method: Any) -> None:
    """None of them takes what is nothing at all."""
    with pytest.raises(errors.LocalProtocolError, match="is of type object"):
        parameters.check((object(),) if get_origin(method.params) is tuple else object(), method.params)


def test_lists_are_made_of_anything_that_has_items() -> None:
    """A text has some too, and is none."""
    assert parameters.listed(iter("ab")) == ("a", "b")
    assert parameters.listed("ab") == "ab"  # type: ignore[comparison-overlap]  # what is no list stays what it is
