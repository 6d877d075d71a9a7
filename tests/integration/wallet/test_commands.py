# SPDX-License-Identifier: Apache-2.0
"""`monero wallet` against a real wallet server, as a person and as a program types it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aiomonero.cli import app
from aiomonero.wallet.wallet import Wallet
from tests.support.wallets import STRANGER, World

newest = pytest.mark.parametrize("release", ["newest"], indirect=True)


async def _run(world: World, release: str, *words: str) -> str:
    """Run a command in a thread of its own, where it may have an event loop."""
    line = ["wallet", "--address", world.servers[release].url, *words]
    result = await asyncio.to_thread(CliRunner().invoke, app.monero, line)
    assert result.exit_code == 0, result.output
    return result.stdout


async def _told(world: World, release: str, *words: str) -> Any:
    return json.loads(await _run(world, release, *words, "--json"))


@newest
async def test_a_person_pays_and_looks_at_it(wallet: Wallet, world: World, release: str) -> None:
    """What was paid is listed, in XMR for a person and in piconero for a program."""
    paid = await _told(world, release, "transfer", "--to", STRANGER, "0.25", "--yes", "--tx-key")
    listed = await _told(world, release, "get-transfers", "--kind", "pending")
    table = await _run(world, release, "get-transfers", "--kind", "pending")
    key = await _run(world, release, "get-tx-key", "--tx-hash", paid["tx_hash"])

    (entry,) = (each for each in listed["pending"] if each["txid"] == paid["tx_hash"])
    assert entry["amount"] == 25 * 10**10
    assert "0.25 XMR" in table
    assert key.strip() == paid["tx_key"]


@newest
async def test_what_is_only_made_goes_through_a_file(
    wallet: Wallet, world: World, release: str, tmp_path: Path
) -> None:
    """It is sent as it was printed, which is longer than any line of a terminal."""
    file = tmp_path / "made"
    file.write_text(await _run(world, release, "transfer", "--to", STRANGER, "0.25", "--do-not-relay"))

    txid = (await _told(world, release, "relay-tx", "--metadata-file", str(file), "--yes"))[0]

    assert (await _told(world, release, "get-transfer-by-txid", "--tx-hash", txid))[0]["type"] == "pending"


@newest
async def test_addresses_and_messages(wallet: Wallet, world: World, release: str) -> None:
    """Whoever signed is found out."""
    made = await _told(world, release, "create-address", "--label", "shop", "--count", "2")
    signature = (await _run(world, release, "sign", "--data", "hello")).strip()
    first = (await _told(world, release, "get-address", "--address-index", "0"))["address"]
    verified = await _told(
        world, release, "verify", "--data", "hello", "--wallet-address", first, "--signature", signature
    )

    assert len(made["addresses"]) == 2
    assert made["addresses"][0] in await _run(world, release, "get-address")
    assert verified["good"] is True


@newest
async def test_a_refusal_is_a_sentence(wallet: Wallet, world: World, release: str) -> None:
    """Without a trace, and with an exit code that says whose fault it is."""
    line = ["wallet", "-a", world.servers[release].url, "transfer", "--to", STRANGER, "9999999", "--yes"]
    result = await asyncio.to_thread(CliRunner().invoke, app.monero, line)

    assert result.exit_code == 1
    assert "not enough money" in result.output
    assert "Traceback" not in result.output
