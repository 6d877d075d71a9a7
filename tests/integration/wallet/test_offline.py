# SPDX-License-Identifier: Apache-2.0
"""Cold signing by real wallets: one that only sees makes the transaction and sends it, another one signs."""

from pathlib import Path

import msgspec
import pytest

from aiomonero import errors
from aiomonero.methods.wallet.refusals import WalletCode
from aiomonero.testing import wallets as running
from aiomonero.types.wallet.spending import Destination
from aiomonero.wallet.files import KeysOfWallet
from aiomonero.wallet.wallet import Wallet
from tests.support import releases, wallets
from tests.support.wallets import STRANGER, World

COIN = 10**12


async def test_a_transaction_is_signed_by_a_wallet_that_never_sends(
    wallet: Wallet, release: str, world: World, tmp_path: Path
) -> None:
    """Outputs go one way and key images the other, then the transaction goes there and back."""
    seeing = KeysOfWallet(
        filename="w", address=(await wallet.get_address()).address, viewkey=await wallet.query_key("view_key")
    )
    signing = msgspec.structs.replace(seeing, spendkey=await wallet.query_key("spend_key"))
    program = releases.programs(release).wallet_rpc
    async with (
        wallets.servers(tmp_path / "seeing", release, world, 1) as (watching,),
        running.running(tmp_path / "signing", None, program=program) as server,
        server.wallet() as cold,
    ):
        await watching.generate_from_keys(seeing)
        await cold.generate_from_keys(signing)
        with pytest.raises(errors.Rejected) as blind:
            await watching.query_key("mnemonic")
        await watching.refresh()
        imported = await cold.import_outputs(await watching.export_outputs(all=True))
        images = await cold.export_key_images(all=True)
        seen = await watching.import_key_images(images)

        unsigned = (await watching.transfer([Destination(STRANGER, COIN)])).unsigned_txset
        described = await cold.describe_transfer(unsigned_txset=unsigned)
        signed = await cold.sign_transfer(unsigned, export_raw=True, get_tx_keys=True)
        sent = await watching.submit_transfer(signed.signed_txset)
        # The rich wallet, whose money that was, learns of it by a block alone.
        await world.mine()

    assert blind.value.code == WalletCode.WATCH_ONLY
    assert imported >= len(images.signed_key_images) > 0
    assert seen.unspent_piconero > COIN
    assert described.desc[0].recipients == (Destination(STRANGER, COIN),)
    assert described.summary is None or described.summary.fee_piconero == described.desc[0].fee_piconero
    assert sent == signed.tx_hash_list
    assert (len(signed.tx_raw_list), len(signed.tx_key_list)) == (1, 1)
