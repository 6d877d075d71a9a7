# SPDX-License-Identifier: Apache-2.0
"""Wallet servers that ask who is there, through a proxy that does too, and a daemon that asks the wallet."""

from pathlib import Path

import pytest

from aiomonero import errors
from aiomonero.testing import daemons, wallets
from aiomonero.types.login import Login
from aiomonero.wallet.wallet import Wallet
from tests.support import releases
from tests.support.socks import SocksProxy

OURS = Login("alice", 'correct horse: "battery"')
DAEMONS = Login("wallet", 'an other "one": of its=own')
WRONG = Login("alice", "hush")
ONION = "a" * 56 + ".onion"
PORT = 18088


async def test_a_wallet_server_and_its_daemon_ask_for_logins(release: str, tmp_path: Path) -> None:
    """Through a proxy that knows the server by an onion name: who is known gets as far as the daemon's chain."""
    programs = releases.programs(release)
    async with (
        daemons.running(tmp_path / "daemon", program=programs.monerod, login=DAEMONS) as daemon,
        wallets.running(tmp_path / "wallet", daemon, program=programs.wallet_rpc, login=OURS) as server,
        SocksProxy({ONION: server.port}, login=Login("circuit", "1")).running() as proxy,
        server.wallet() as direct,
        daemon.node() as node,
        Wallet(f"http://{ONION}:{PORT}", login=OURS, proxy=proxy.address) as known,
        Wallet(f"http://{ONION}:{PORT}", login=WRONG, proxy=proxy.address) as unknown,
    ):
        with pytest.raises(errors.Unauthorized):
            await unknown.get_version()
        await known.create_wallet("w", "")
        made = await node.rpc.generate_blocks(1, (await known.get_address()).address)
        await known.refresh()

        assert await direct.get_height() == made.height + 1
        assert {(ONION, PORT)} == set(proxy.log)

    assert DAEMONS.password not in repr(server.process.args)
    assert OURS.password not in repr(server.process.args)
