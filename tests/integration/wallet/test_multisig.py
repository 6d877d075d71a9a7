# SPDX-License-Identifier: Apache-2.0
"""A wallet of three real signers, two of whom must sign; of one release, for each wallet takes seconds to make."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from aiomonero.types.wallet.spending import Destination
from aiomonero.wallet.wallet import Wallet
from tests.support import releases, wallets
from tests.support.wallets import STRANGER, World

COIN = 10**12
PASSWORD = "signer"
SPENDABLE_AFTER = 10


@pytest.mark.parametrize("release", releases.RELEASES[-1:], indirect=True)
async def test_two_of_three_signers_pay(wallet: Wallet, release: str, world: World, tmp_path: Path) -> None:
    """All three come to the same address; the third one is not asked."""
    async with wallets.servers(tmp_path, release, world, 3) as signers:
        address = await _agree(signers)
        states = [await signer.is_multisig() for signer in signers]
        await wallet.transfer([Destination(address, 2 * COIN)])
        await world.mine(SPENDABLE_AFTER)
        first, second, _ = signers
        await _tell_each_other(first, second)

        made = await first.transfer([Destination(STRANGER, COIN)])
        described = await second.describe_transfer(multisig_txset=made.multisig_txset)
        signed = await second.sign_multisig(made.multisig_txset)
        sent = await second.submit_multisig(signed.tx_data_hex)

    assert [(each.multisig, each.ready, each.threshold, each.total) for each in states] == [(True, True, 2, 3)] * 3
    assert described.desc[0].recipients == (Destination(STRANGER, COIN),)
    assert (len(sent), sent) == (1, signed.tx_hash_list)


async def _agree(signers: Sequence[Wallet]) -> str:
    """Make one address of all signers."""
    await asyncio.gather(*(signer.create_wallet("signer", PASSWORD) for signer in signers))
    told = [await signer.prepare_multisig(enable_multisig_experimental=True) for signer in signers]
    rounds = await asyncio.gather(
        *(signer.make_multisig(_others(told, index), 2, password=PASSWORD) for index, signer in enumerate(signers))
    )
    while not all([(await signer.is_multisig()).ready for signer in signers]):
        told = [each.multisig_info for each in rounds]
        rounds = await asyncio.gather(*(signer.exchange_multisig_keys(told, password=PASSWORD) for signer in signers))
    (address,) = {each.address for each in rounds}
    return address


async def _tell_each_other(*signers: Wallet) -> None:
    for signer in signers:
        await signer.refresh()
    told = [await signer.export_multisig_info() for signer in signers]
    for index, signer in enumerate(signers):
        assert await signer.import_multisig_info(_others(told, index)) > 0


def _others(told: Sequence[str], index: int) -> tuple[str, ...]:
    return (*told[:index], *told[index + 1 :])
