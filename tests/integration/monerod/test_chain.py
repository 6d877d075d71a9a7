# SPDX-License-Identifier: Apache-2.0
"""The chain and the pool of a real daemon of every release, with a payment on its way from the one to the other.

What a call says is compared with what another one says of the same thing: JSON with portable storage, pages with the
whole, the unrestricted port with the restricted one. The tests of a release share a chain, and leave it longer.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.types.output import OutputId
from aiomonero.types.raw_block import BlocksQuery, PrunedTransaction, Requested
from aiomonero.types.transaction import Spent
from tests.support import monerod, payer, releases

FIRST_PAGE = 10
MOST_BLOCKS = 2
RING_BYTE = 6
"""Of a transaction: the place of the first output in its first ring."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rich(
    release: str, chain: payer.Chain, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[payer.Payer]:
    """Run a daemon of each release in turn with somebody who can pay."""
    folder, programs = tmp_path_factory.mktemp("rich"), releases.programs(release)
    async with (
        monerod.running(chain.copy(folder / "daemon"), command=programs.monerod) as daemon,
        payer.running(folder / "wallet", daemon, program=programs.wallet_rpc) as running,
    ):
        yield running


@pytest.fixture(params=["unrestricted", "restricted"])
async def node(rich: payer.Payer, request: pytest.FixtureRequest) -> AsyncIterator[Node]:
    """Talk to each port in turn."""
    url = rich.daemon.url if request.param == "unrestricted" else rich.daemon.restricted_url
    async with Node(url, policy=monerod.QUICK) as node:
        yield node


async def test_headers_by_range_page_height_and_hash_are_the_same(node: Node) -> None:
    """A walk over all headers gives what each question alone gives."""
    walked = [header async for header in node.rpc.iterate_headers()]

    tip = await node.rpc.get_height()
    ranged = await node.rpc.get_block_headers_range(3, 5)
    assert (len(walked), walked[-1].hash) == (tip.height, tip.hash)
    assert tip.height == await node.rpc.get_block_count()
    # Depths grow with the chain, and nothing else of a header changes.
    assert [header.hash for header in walked[3:6]] == [header.hash for header in ranged]
    assert ranged[0] == await node.rpc.get_block_header_by_height(3)
    assert ranged == await node.rpc.get_block_headers_by_hash([header.hash for header in ranged])
    assert ranged[1] == await node.rpc.get_block_header_by_hash(ranged[1].hash)
    assert ranged[2].hash == await node.rpc.on_get_block_hash(5)
    assert walked[-1] == await node.rpc.get_last_block_header()


async def test_blocks_are_the_same_in_json_by_height_by_range_and_by_page(node: Node) -> None:
    """All four ways lead to the same bytes."""
    walked = [block async for _, block in node.rpc.iterate_blocks(1, 40)]

    by_height = await node.rpc.get_blocks_by_height_bin(range(1, 40))
    by_range = await node.rpc.get_blocks_bin(BlocksQuery(start_height=1))
    described = await node.rpc.get_block(7)
    assert walked == list(by_height)
    assert [block.blob for block in walked] == [block.blob for block in by_range.blocks[: len(walked)]]
    assert described.blob == walked[6].blob.hex()
    assert described == await node.rpc.get_block(described.header.hash)
    assert described.body().miner_tx.outputs[0].amount_piconero == described.header.reward_piconero


async def test_a_wallet_catches_up_from_the_last_block_that_it_shares(node: Node) -> None:
    """Hashes that nobody knows are passed over; the shared block comes first."""
    genesis, shared = await node.rpc.on_get_block_hash(0), await node.rpc.on_get_block_hash(9)
    history = ("0" * 64, shared, genesis)

    hashes = await node.rpc.get_hashes_bin(block_ids=history)
    blocks = await node.rpc.get_blocks_bin(BlocksQuery(block_ids=history))

    assert (hashes.start_height, hashes.hashes[0]) == (9, shared) == (blocks.start_height, shared)
    assert len(hashes.hashes) == len(blocks.blocks) == hashes.current_height - 9
    assert len(blocks.outputs) == len(blocks.blocks)


async def test_a_payment_waits_in_the_pool_until_it_is_mined(rich: payer.Payer) -> None:
    """Every view of the pool shows it; afterwards it is in a block, and its key image is spent for good."""
    sent = await rich.pay()
    async with rich.daemon.node() as node:
        rpc = node.rpc
        pool = await rpc.get_transaction_pool()
        (entry,) = pool.transactions
        images = {each.key_image for each in pool.spent_key_images}

        assert entry.tx_hash == sent.tx_hash
        assert (entry.tx_blob, entry.fee_piconero) == (sent.tx_blob, sent.fee_piconero)
        assert entry.body().fee_piconero == sent.fee_piconero
        assert images == {each.key.key_image for each in entry.body().inputs if each.key}
        assert (
            (entry.tx_hash,) == await rpc.get_transaction_pool_hashes() == await rpc.get_transaction_pool_hashes_bin()
        )
        assert [(each.weight, each.fee_piconero) for each in await rpc.get_txpool_backlog()] == [
            (entry.weight, entry.fee_piconero)
        ]
        assert (await rpc.get_transaction_pool_stats()).txs_total == 1
        assert [each.tx_hash async for each in rpc.iterate_pool()] == [entry.tx_hash]
        assert await rpc.is_key_image_spent(images) == (Spent.IN_POOL,) * len(images)

        await rich.settle()
        (mined,) = (await rpc.get_transactions([entry.tx_hash], decode_as_json=True)).found

        assert (mined.in_pool, mined.block_height) == (False, (await rpc.get_height()).height - 1)
        assert mined.blob().hex() == sent.tx_blob
        assert mined.body() == entry.body()
        assert await rpc.is_key_image_spent(images) == (Spent.IN_CHAIN,) * len(images)
        assert await rpc.get_transaction_pool_hashes() == ()
        assert [each async for each in rpc.iterate_pool()] == []


async def test_the_parts_of_a_transaction_are_the_whole(rich: payer.Payer) -> None:
    """Split or pruned, in JSON or in a block: the same bytes."""
    sent = await rich.pay()
    await rich.settle()
    async with rich.daemon.node() as node:
        (whole,) = (await node.rpc.get_transactions([sent.tx_hash])).found
        (split,) = (await node.rpc.get_transactions([sent.tx_hash], split=True)).found
        (pruned,) = (await node.rpc.get_transactions([sent.tx_hash], prune=True)).found
        found = await node.rpc.get_blocks_bin(BlocksQuery(start_height=whole.block_height, prune=True))

    assert whole.blob() == split.blob()
    assert split.prunable_as_hex
    assert pruned.blob().hex() == split.pruned_as_hex
    # Daemons know the hash of what they leave out, and send zeros here.
    assert found.blocks[0].transactions == (PrunedTransaction(pruned.blob(), "0" * 64),)
    assert found.outputs[0].transactions[1].indices == whole.output_indices


async def test_outputs_are_the_same_in_json_in_storage_and_by_page(rich: payer.Payer, node: Node) -> None:
    """A transaction's outputs are found where it says, and every count of them is the same."""
    sent = await rich.pay()
    await rich.settle()
    places = await node.rpc.get_o_indexes_bin(sent.tx_hash)
    names = [OutputId(place) for place in places]

    found = await node.rpc.get_outs_bin(names, get_txid=True)
    walked = [(place, output) async for place, output in node.rpc.iterate_outputs(places[0], get_txid=True)]

    (count,) = await node.rpc.get_output_histogram([0])
    plain, packed, tight = (
        await node.rpc.get_output_distribution(),
        await node.rpc.get_output_distribution_bin(),
        await node.rpc.get_output_distribution_bin(compress=True),
    )
    assert found == await node.rpc.get_outs(names, get_txid=True)
    assert {output.tx_hash for output in found} == {sent.tx_hash}
    assert dict(walked) | dict(zip(places, found, strict=True)) == dict(walked)
    assert plain == packed == tight
    assert sum(plain[0].distribution) == count.total_instances == places[0] + len(walked)
    assert {output.tx_hash for output in await node.rpc.get_outs(names)} == {None}


async def test_all_coins_are_added_up(rich: payer.Payer) -> None:
    """New coins and fees are what the blocks' rewards are."""
    await rich.pay()
    await rich.settle()
    async with rich.daemon.node() as node:
        headers = [header async for header in node.rpc.iterate_headers()]
        total = await node.rpc.get_coinbase_tx_sum(0, len(headers))

    assert total.emission_piconero + total.fee_piconero == sum(header.reward_piconero for header in headers)
    assert total.fee_piconero > 0


async def test_a_forged_transaction_is_rejected_with_its_faults(rich: payer.Payer) -> None:
    """The daemon says which rule is broken, and keeps nothing."""
    sent = await rich.pay()
    forged = bytearray.fromhex(sent.tx_blob)
    forged[RING_BYTE] ^= 1
    async with rich.daemon.node() as node:
        await node.rpc.flush_txpool()
        with pytest.raises(errors.TransactionRejected) as caught:
            await node.rpc.send_raw_transaction(forged.hex())
        taken = await node.rpc.send_raw_transaction(sent.tx_blob, do_not_relay=True)
        (waiting,) = (await node.rpc.get_transaction_pool()).transactions
        await node.rpc.relay_tx([sent.tx_hash])
        await node.rpc.flush_txpool([sent.tx_hash])

        assert caught.value.faults == {"invalid_input"}
        assert (taken.not_relayed, waiting.do_not_relay) == (True, True)
        assert await node.rpc.get_transaction_pool_hashes() == ()


async def test_the_pool_comes_with_the_blocks(rich: payer.Payer, release: str) -> None:
    """Daemons newer than 0.18.0.0 tell what waits in the same answer, and afterwards what changed."""
    sent = await rich.pay()
    async with rich.daemon.node() as node:
        first = await node.rpc.get_blocks_bin(
            BlocksQuery(start_height=1, max_block_count=MOST_BLOCKS, requested_info=Requested.BLOCKS_AND_POOL)
        )
        await rich.settle()
        since = first.daemon_time or 0
        second = await node.rpc.get_blocks_bin(
            BlocksQuery(requested_info=Requested.POOL, pool_info_since=since, start_height=1)
        )

    if release == releases.RELEASES[0]:
        assert (first.daemon_time, first.pool_info_extent, first.added_pool_txs) == (None, 0, ())
    else:
        assert [(each.tx_hash, each.blob.hex()) for each in first.added_pool_txs] == [(sent.tx_hash, sent.tx_blob)]
        assert (second.blocks, second.added_pool_txs) == ((), ())
    assert (len(first.blocks) == MOST_BLOCKS) == (release == releases.RELEASES[-1])


async def test_a_chain_that_lost_is_told_and_its_blocks_are_found_by_hash(rich: payer.Payer) -> None:
    """A block beside the top one makes an alternate chain of one block."""
    async with rich.daemon.node() as node:
        top = await node.rpc.get_last_block_header()
        made = await node.rpc.generate_blocks(1, payer.ADDRESS, prev_block=top.prev_hash)
        chains = await node.rpc.get_alternate_chains()
        beside = await node.rpc.get_block(made.blocks[0])

        (ours,) = [chain for chain in chains if chain.block_hash == made.blocks[0]]
        assert (ours.length, ours.main_chain_parent_block) == (1, top.prev_hash)
        assert made.blocks[0] in await node.rpc.get_alt_blocks_hashes()
        assert (beside.header.hash, beside.header.orphan_status) == (made.blocks[0], True)


async def test_a_reorganization_under_a_walk_is_noticed(rich: payer.Payer) -> None:
    """Blocks of the first page are replaced before the second one is fetched."""
    async with rich.daemon.node() as node:
        top = (await node.rpc.get_height()).height - 1
        walk = node.rpc.iterate_blocks(top - FIRST_PAGE, top + 1)
        _ = [await anext(walk) for _ in range(FIRST_PAGE)]

        await node.rpc.pop_blocks(2)
        await rich.mine(3)

        with pytest.raises(errors.Reorganized):
            await anext(walk)


async def test_a_chain_that_shrinks_under_a_walk_is_noticed(rich: payer.Payer) -> None:
    """The daemon refuses what it had a moment ago as if it were nonsense."""
    async with rich.daemon.node() as node:
        top = (await node.rpc.get_height()).height
        walk = node.rpc.iterate_blocks(top - FIRST_PAGE - 2)
        _ = [await anext(walk) for _ in range(FIRST_PAGE)]

        await node.rpc.pop_blocks(2)

        with pytest.raises(errors.Reorganized):
            await anext(walk)
        await rich.mine(3)


async def test_unknown_things_are_not_found(node: Node) -> None:
    """A height above the top, a hash of nothing, a transaction of nobody."""
    with pytest.raises(errors.NotFound):
        await node.rpc.get_block(10**6)
    with pytest.raises(errors.NotFound):
        await node.rpc.get_block("1" * 64)
    with pytest.raises(errors.NotFound):
        await node.rpc.get_block_header_by_hash("1" * 64)
    with pytest.raises(errors.Rejected):
        await node.rpc.get_o_indexes_bin("1" * 64)

    assert (await node.rpc.get_transactions(["1" * 64])).missed == ("1" * 64,)
