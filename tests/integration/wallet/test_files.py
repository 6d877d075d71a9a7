# SPDX-License-Identifier: Apache-2.0
"""Wallets as files of a real server: made, opened, restored, watched, locked up."""

from pathlib import Path

import pytest

from aiomonero import errors
from aiomonero.methods.wallet.refusals import WalletCode
from aiomonero.testing import wallets as running
from aiomonero.types.wallet.server import MadeWallet
from aiomonero.wallet.files import SeedOfWallet
from aiomonero.wallet.server import DaemonChoice
from aiomonero.wallet.wallet import Wallet
from tests.support import releases
from tests.support.wallets import PASSWORD, World


async def test_a_wallet_is_locked_by_its_password_and_made_again_of_its_secrets(release: str, tmp_path: Path) -> None:
    """Without a daemon, which none of it needs."""
    program = releases.programs(release).wallet_rpc
    async with running.running(tmp_path, None, program=program) as server, server.wallet() as wallet:
        with pytest.raises(errors.NoWalletOpen):
            await wallet.get_address()
        await wallet.create_wallet("first", "old", language="Deutsch")
        made = await wallet.get_address()
        await _change_the_lock(wallet)
        await _have_it_mine(wallet)
        again, seed = await _make_again(wallet)
        await wallet.stop_wallet()

    assert made.address == again.address
    assert len(seed.split()) == 25
    assert seed not in repr(again)


async def _change_the_lock(wallet: Wallet) -> None:
    """Of a password that does not open it the server says no more than that it failed."""
    with pytest.raises(errors.Unauthorized) as refused:
        await wallet.change_wallet_password("wrong", "newer")
    await wallet.change_wallet_password("old", "new")
    await wallet.store()
    await wallet.close_wallet()
    with pytest.raises(errors.Rejected) as closed:
        await wallet.open_wallet("first", "old")
    await wallet.open_wallet("first", "new")

    assert (refused.value.code, closed.value.code) == (WalletCode.INVALID_PASSWORD, WalletCode.UNKNOWN_ERROR)


async def _have_it_mine(wallet: Wallet) -> None:
    """Both calls arrive; a daemon that mined would fill the tests' chain."""
    with pytest.raises(errors.DaemonError) as start:
        await wallet.start_mining(1)
    with pytest.raises(errors.DaemonError) as stop:
        await wallet.stop_mining()

    assert [start.value.code, stop.value.code] == [WalletCode.UNKNOWN_ERROR] * 2


async def _make_again(wallet: Wallet) -> tuple[MadeWallet, str]:
    seed = await wallet.query_key("mnemonic")
    with pytest.raises(errors.Rejected) as exists:
        await wallet.create_wallet("first", "")
    again = await wallet.restore_deterministic_wallet(SeedOfWallet(filename="second", seed=seed, password="two"))

    assert exists.value.code == WalletCode.WALLET_ALREADY_EXISTS
    return again, seed


async def test_the_server_says_what_it_speaks(wallet: Wallet) -> None:
    """Each language has its name in English and in its own words."""
    languages = await wallet.get_languages()

    assert "English" in languages.languages
    assert len(languages.languages) == len(languages.languages_local) > 10


async def test_the_server_logs_as_it_is_told(wallet: Wallet) -> None:
    """What it makes of the categories is told."""
    await wallet.set_log_level(0)

    assert "wallet:INFO" in await wallet.set_log_categories("*:WARNING,wallet:INFO")


async def test_another_daemon_can_be_asked(wallet: Wallet, world: World) -> None:
    """A daemon that is not there is something that waiting may help."""
    ours = DaemonChoice(address=f"127.0.0.1:{world.daemon.rpc_port}", trusted=True, ssl_support="disabled")
    await wallet.set_daemon(DaemonChoice(address="127.0.0.1:1", ssl_support="disabled"))
    try:
        with pytest.raises(errors.DaemonAway) as caught:
            await wallet.refresh()
    finally:
        await wallet.set_daemon(ours)

    assert caught.value.code == WalletCode.NO_DAEMON_CONNECTION
    assert (await wallet.refresh()).blocks_fetched >= 0


async def test_a_wallet_syncs_with_its_key_away(wallet: Wallet, release: str) -> None:
    """While it does, nothing can be spent; old wallets do not know the method."""
    if release == "0.18.0.0":
        with pytest.raises(errors.UnsupportedVersion):
            await wallet.start_background_sync()
        return
    await wallet.setup_background_sync("reuse-wallet-password", PASSWORD)
    await wallet.start_background_sync()
    with pytest.raises(errors.Rejected) as caught:
        await wallet.query_key("spend_key")
    await wallet.stop_background_sync(PASSWORD)
    await wallet.setup_background_sync("off", PASSWORD)

    assert caught.value.code == WalletCode.IS_BACKGROUND_SYNCING
    assert await wallet.query_key("spend_key")
