# SPDX-License-Identifier: Apache-2.0
"""Real `monero-wallet-rpc` processes on free ports of loopback, which know no daemon but one of ours."""

import asyncio
import contextlib
import dataclasses
import functools
import os
import subprocess
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiomonero.protocol import jsonrpc
from aiomonero.testing import closed, loopback, server
from aiomonero.testing.daemons import Monerod
from aiomonero.transport import http
from aiomonero.transport.call import Policy
from aiomonero.types.login import Login
from aiomonero.wallet.wallet import Wallet

HELP_TIMEOUT_SECONDS = 30.0
_ASK_TIMEOUT_SECONDS = 10.0
ONCE = Policy(timeout_seconds=120.0, attempts=1)
# Later wallets refuse a regtest daemon otherwise, and 0.18.0.0 refuses the flag.
_TOLERANT = "--allow-mismatched-daemon-version"
# A wallet makes an RSA key with every wallet that it opens, which costs seconds of CPU, unless this is disabled.
_NO_TLS = ("--daemon-ssl=disabled",)
_ANY_TLS = ("--daemon-ssl=enabled", "--daemon-ssl-allow-any-cert")


@dataclasses.dataclass(frozen=True, slots=True)
class WalletRpc(server.Server):
    """A running wallet server; it keeps its wallets in `folder`, and what it was not told to store is lost."""

    port: int
    folder: Path
    login: Login | None = None

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.port}"

    def wallet(self) -> Wallet:
        """Return a client of it, which is patient and asks once."""
        return Wallet(self.url, policy=ONCE, login=self.login)


@contextlib.asynccontextmanager
async def running(
    folder: Path,
    daemon: Monerod | None,
    *flags: str,
    program: Sequence[str] = (),
    port: int | None = None,
    login: Login | None = None,
) -> AsyncIterator[WalletRpc]:
    """Run a wallet server until the end of the block; it answers when the block begins, with no wallet open.

    Without a daemon it is `--offline`, for what is signed cold. A folder that was used before has its wallets still.
    `program` is the command of a certain monero-wallet-rpc; without it MONERO_WALLET_RPC or PATH decides. Raises
    ValueError where a flag would let it reach beyond this machine, and `server.StartFailed` with the end of its output.
    """
    closed.check_wallet(flags)
    program = tuple(program or find())
    port = port or loopback.free_ports(1)[0]
    command = (*program, *_places(folder, port, login), *await _daemon(folder, program, daemon), *flags)
    log = folder / "output.log"
    wallet = WalletRpc(server.launch(command, log, login), log, port, folder / "wallets", login)
    try:
        await _until_answering(wallet)
        yield wallet
    finally:
        wallet.kill()


def find() -> tuple[str, ...]:
    """Return the command of the monero-wallet-rpc to run; raises FileNotFoundError."""
    return server.find("monero-wallet-rpc", "MONERO_WALLET_RPC")


def _places(folder: Path, port: int, login: Login | None) -> tuple[str, ...]:
    wallets = folder / "wallets"
    wallets.mkdir(parents=True, exist_ok=True)
    return (
        "--non-interactive",
        f"--wallet-dir={wallets}",
        f"--shared-ringdb-dir={folder / 'rings'}",
        f"--log-file={os.devnull}",
        f"--rpc-bind-port={port}",
        "--rpc-ssl=disabled",
        *(() if login else ("--disable-rpc-login",)),
    )


async def _daemon(folder: Path, program: tuple[str, ...], daemon: Monerod | None) -> tuple[str, ...]:
    if daemon is None:
        return "--offline", *_NO_TLS
    return (
        f"--daemon-address={daemon.url}",
        "--trusted-daemon",
        *closed.WALLET,
        *(_ANY_TLS if daemon.scheme == "https" else _NO_TLS),
        *(hand_over(daemon.login, folder / "login.conf") if daemon.login else ()),
        *((_TOLERANT,) if _TOLERANT in await asyncio.to_thread(_help, program) else ()),
    )


def hand_over(login: Login, file: Path) -> tuple[str, ...]:
    """Write the daemon's login where no other user of the machine reads it; among the arguments `ps` would show it."""
    written = f"{login.username}:{login.password}"
    if set("#\r\n") & set(written) or written != written.strip():
        raise ValueError(
            "a login in a wallet server's file has no #, no line end, and its password no blank at its end"
        )
    file.touch(mode=0o600)
    file.write_text(f"daemon-login={written}\n", encoding="utf-8")
    return (f"--config-file={file}",)


@functools.lru_cache(maxsize=16)
def _help(program: tuple[str, ...]) -> str:
    run = subprocess.run([*program, "--help"], capture_output=True, text=True, timeout=HELP_TIMEOUT_SECONDS, check=True)
    return run.stdout


async def _until_answering(wallet: WalletRpc) -> None:
    question = jsonrpc.encode("get_version", None)
    async with http.HttpTransport(login=wallet.login) as transport:

        async def look() -> bytes:
            url = f"{wallet.url}/json_rpc"
            return await transport.post(url, question, timeout_seconds=_ASK_TIMEOUT_SECONDS)

        await wallet.until(look, "monero-wallet-rpc does not answer", seconds=server.START_TIMEOUT_SECONDS)
