# SPDX-License-Identifier: Apache-2.0
"""What an operator, a pool or a miner does to a real daemon has the effect that the call tells of, on every release."""

import pytest

from aiomonero import errors
from aiomonero.rpc import traffic
from aiomonero.rpc.calls import MONEROD
from aiomonero.transport.http import HttpTransport
from aiomonero.types.ban import BanChange
from aiomonero.types.mining import AuxPow
from tests.support import monerod

SUBNET = "203.0.113.0/24"
ALONE = "198.51.100.7"


async def test_bans_hold_until_they_are_forgiven(released: monerod.Monerod) -> None:
    """A subnet bans the addresses in it; other addresses stay free."""
    async with released.node() as node:
        await node.rpc.set_bans(BanChange(SUBNET, seconds=60), BanChange(ALONE, seconds=60))
        hosts = {ban.host for ban in await node.rpc.get_bans()}
        inside, alone, outside = [await node.rpc.banned(address) for address in ("203.0.113.9", ALONE, "192.0.2.1")]
        await node.rpc.set_bans(BanChange(SUBNET, ban=False), BanChange(ALONE, ban=False))
        left = await node.rpc.get_bans()

    assert {SUBNET, ALONE} == hosts
    assert (inside.banned, alone.banned, outside.banned) == (True, True, False)
    assert 0 < alone.seconds <= 60
    assert left == ()


async def test_a_ban_lasts_a_day_unless_it_is_told_how_long(released: monerod.Monerod) -> None:
    """A daemon takes "0 seconds" at its word."""
    async with released.node() as node:
        await node.rpc.set_bans(BanChange(ALONE))
        day = await node.rpc.banned(ALONE)
        await node.rpc.set_bans(BanChange(ALONE, ban=False))

    assert 24 * 3600 - 60 < day.seconds <= 24 * 3600


async def test_a_limit_is_set_alone_and_taken_back(released: monerod.Monerod) -> None:
    """The other one stays, and the daemon knows its own default again."""
    async with released.node() as node:
        before = await node.rpc.get_limit()
        during = await node.rpc.set_limit(upload_kib_per_second=77)
        after = await node.rpc.set_limit(upload_kib_per_second=traffic.DEFAULT_LIMIT)

    assert (during.upload_kib_per_second, during.download_kib_per_second) == (77, before.download_kib_per_second)
    assert before == after


async def test_numbers_of_peers_are_set_and_read(released: monerod.Monerod) -> None:
    """Asking without a number changes nothing."""
    async with released.node() as node:
        before = await node.rpc.out_peers()
        during = await node.rpc.out_peers(5), await node.rpc.in_peers(6)
        read = await node.rpc.out_peers(), await node.rpc.in_peers()
        await node.rpc.out_peers(before)

    assert during == read == (5, 6)


async def test_log_categories_are_added_and_taken_away(released: monerod.Monerod) -> None:
    """What is returned is what is logged."""
    async with released.node() as node:
        await node.rpc.set_log_categories("*:WARNING")
        added = await node.rpc.set_log_categories("+net.p2p:DEBUG")
        removed = await node.rpc.set_log_categories("-net.p2p:DEBUG")
        await node.rpc.set_log_level(0)

    assert "net.p2p:DEBUG" in added
    assert "net.p2p:DEBUG" not in removed


async def test_popped_blocks_are_gone(released: monerod.Monerod) -> None:
    """The height that is returned is the chain's."""
    async with released.node() as node:
        made = await node.rpc.generate_blocks(3, monerod.ADDRESS)
        height = await node.rpc.pop_blocks(2)
        info = await node.rpc.get_info()

    assert made.height + 1 - 2 == height == info.height
    assert info.top_block_hash == made.blocks[0]


async def test_a_block_upon_an_older_one_is_a_fork(released: monerod.Monerod) -> None:
    """It stands beside the chain, whose top stays."""
    async with released.node() as node:
        before = await node.rpc.generate_blocks(2, monerod.ADDRESS)
        await node.rpc.generate_blocks(1, monerod.ADDRESS, prev_block=before.blocks[0])
        info = await node.rpc.get_info()

    assert info.top_block_hash == before.blocks[-1]
    assert info.alt_blocks_count >= 1


async def test_a_template_holds_the_extra_nonce(released: monerod.Monerod) -> None:
    """The bytes stand where the reserved space would begin."""
    async with released.node() as node:
        template = await node.rpc.get_block_template(monerod.ADDRESS, extra_nonce="c0ffee")

    block = bytes.fromhex(template.blocktemplate_blob)
    assert block[template.reserved_offset :].startswith(bytes.fromhex("c0ffee"))


async def test_space_and_its_content_exclude_each_other(released: monerod.Monerod) -> None:
    """The daemon refuses, and says so."""
    async with released.node() as node:
        with pytest.raises(errors.Rejected):
            await node.rpc.get_block_template(monerod.ADDRESS, reserve_size=8, extra_nonce="c0ffee")


async def test_miner_data_fits_the_template(released: monerod.Monerod) -> None:
    """Both are about the same next block."""
    async with released.node() as node:
        data = await node.rpc.get_miner_data()
        template = await node.rpc.get_block_template(monerod.ADDRESS)

    assert (data.height, data.prev_hash, data.seed_hash) == (template.height, template.prev_hash, template.seed_hash)
    assert data.difficulty == template.difficulty


async def test_the_proof_of_work_of_a_block_can_be_checked(released: monerod.Monerod) -> None:
    """The same block always has the same one."""
    async with released.node() as node:
        template = await node.rpc.get_block_template(monerod.ADDRESS)
        first, again = [
            await node.rpc.calc_pow(
                template.blocktemplate_blob, major_version=16, height=template.height, seed_hash=template.seed_hash
            )
            for _ in range(2)
        ]

    assert first == again


async def test_two_other_chains_share_one_root(released: monerod.Monerod) -> None:
    """Both come back, and their tree has two leaves."""
    chains = [AuxPow(id=digit * 64, hash=digit * 64) for digit in "12"]
    async with released.node() as node:
        template = await node.rpc.get_block_template(monerod.ADDRESS, reserve_size=100)
        merged = await node.rpc.add_aux_pow(template.blocktemplate_blob, chains)

    assert set(chains) == set(merged.aux_pow)
    assert merged.merkle_root in merged.blocktemplate_blob
    assert merged.merkle_root not in {chain.hash for chain in chains}


async def test_calls_are_counted(released: monerod.Monerod) -> None:
    """From the last time that the count was cleared."""
    async with released.node() as node:
        await node.rpc.rpc_access_tracking(clear=True)
        for _ in range(3):
            await node.rpc.get_net_stats()
        counts = {count.rpc: count.count for count in await node.rpc.rpc_access_tracking()}

    assert counts["get_net_stats"] == 3


async def test_the_longest_question_is_answered_and_a_longer_one_not_asked(released: monerod.Monerod) -> None:
    """The daemon hangs up at a mebibyte with the head of the request, whatever it is asked."""
    limit_bytes = MONEROD.request_limit_bytes
    assert limit_bytes is not None
    longest = b'{"x": "' + b"x" * (limit_bytes - 9) + b'"}'
    async with HttpTransport() as transport, released.node() as node:
        await transport.post(f"{released.url}/get_height", longest, timeout_seconds=30)
        with pytest.raises(errors.Closed):
            await transport.post(f"{released.url}/get_height", longest.ljust(2**20), timeout_seconds=30)
        with pytest.raises(errors.LocalProtocolError):
            await node.rpc.send_raw_transaction("0" * 2**20)
