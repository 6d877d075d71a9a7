# SPDX-License-Identifier: Apache-2.0
"""What a wallet server of a test is started with; no program runs."""

import stat
from pathlib import Path

import pytest

from aiomonero.testing import daemons, wallets
from aiomonero.types.login import Login


@pytest.mark.parametrize("flag", ["--daemon-address=node.example:18081", "--proxy=127.0.0.1:9050"])
async def test_a_wallet_server_stays_closed(flag: str, tmp_path: Path) -> None:
    """With a daemon or without one, before anything is started."""
    with pytest.raises(ValueError, match="beyond this machine"):
        async with wallets.running(tmp_path, None, flag, program=["/no/such/program"]):
            pass


async def test_a_daemons_network_is_looked_at_too(tmp_path: Path) -> None:
    """Flags are flags, whichever way they come."""
    with pytest.raises(ValueError, match="beyond this machine"):
        async with daemons.running(tmp_path, network=["--testnet", "--seed-node=node.example:28080"]):
            pass


def test_a_daemons_login_is_in_no_argument(tmp_path: Path) -> None:
    """It is in a file that its owner alone may read."""
    file = tmp_path / "login.conf"

    (argument,) = wallets.hand_over(Login("alice", "secret word"), file)

    assert argument == f"--config-file={file}"
    assert file.read_text() == "daemon-login=alice:secret word\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("password", ["a#b", "a\t", "a\nb"])
def test_a_password_that_the_file_cannot_hold_is_refused(password: str, tmp_path: Path) -> None:
    """Otherwise the wallet would log in with half of it."""
    with pytest.raises(ValueError, match="a login"):
        wallets.hand_over(Login("alice", password), tmp_path / "login.conf")
