# SPDX-License-Identifier: Apache-2.0
"""Seeds, keys and addresses beside those of real wallets, of three releases on three networks."""

from __future__ import annotations

import asyncio
import bisect
import random
import secrets
import string
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from aiomonero.keys import address, base58, keccak, language, mnemonic
from aiomonero.keys.address import Address, Kind, Reason, WrongAddress
from aiomonero.keys.derivation import Index, Keys
from aiomonero.keys.language import Language
from aiomonero.keys.secret import SecretKey
from aiomonero.testing import wallets
from aiomonero.transport.call import Policy
from aiomonero.types.network import Network
from aiomonero.wallet.files import SeedOfWallet
from aiomonero.wallet.wallet import Wallet
from tests.support import releases

WHERE = dict(zip(releases.RELEASES, (Network.TESTNET, Network.STAGENET, Network.MAINNET), strict=True))
"""Each release is asked on a network of its own."""
SEEDS = 2
"""Of random languages: a wallet takes seconds to make. The vectors have all of them (tests/vectors/PROVENANCE.md)."""
TEXTS = 600
"""To be taken for addresses, or refused, as the wallet does."""
_TIMEOUT_SECONDS = 120.0


def flags(network: Network) -> tuple[str, ...]:
    """Return what a wallet is told so that it is of the network."""
    return () if network is Network.MAINNET else (f"--{network}",)


@pytest.fixture(scope="module", params=releases.RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """Each release in turn."""
    return str(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wallet(release: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Wallet]:
    """Return a client of an offline wallet server."""
    program = releases.programs(release).wallet_rpc
    folder = tmp_path_factory.mktemp("seeds")
    policy = Policy(timeout_seconds=_TIMEOUT_SECONDS, attempts=1)
    async with (
        wallets.running(folder, None, *flags(WHERE[release]), program=program) as server,
        Wallet(server.url, policy=policy) as client,
    ):
        yield client


@pytest.mark.asyncio(loop_scope="module")
async def test_wallets_have_the_keys_and_addresses_of_our_seeds(wallet: Wallet, release: str) -> None:
    """From words that we write, wallets derive what we derive."""
    network = WHERE[release]
    for which in random.sample(list(Language), SEEDS):
        words = _words(which)
        keys = Keys.derive(mnemonic.decode(words).spend)
        payment_id = secrets.token_hex(8)

        made = await wallet.restore_deterministic_wallet(SeedOfWallet(filename="", seed=words, language="English"))
        account = await wallet.create_account()
        integrated = await wallet.make_integrated_address(payment_id=payment_id)

        assert made.address == str(keys.address(network)), which
        assert await wallet.query_key("spend_key") == keys.spend.reveal()
        assert await wallet.query_key("view_key") == keys.view.reveal()
        assert account.address == str(keys.address(network, Index(account.account_index, 0)))
        assert integrated.integrated_address == str(keys.address(network).integrated(payment_id))
        if which.is_written:
            assert await wallet.query_key("mnemonic") == words
        await wallet.close_wallet(autosave_current=False)


@pytest.mark.asyncio(loop_scope="module")
async def test_wallets_take_the_addresses_that_we_take(wallet: Wallet, release: str) -> None:
    """Of addresses, mistyped ones, and ones with a right checksum around wrong keys, a wallet takes what we take.

    Before 0.18.5 they also took keys outside the prime-order subgroup.
    """
    is_newest = release == releases.RELEASES[-1]
    taken = 0
    for text in _texts():
        found = await wallet.validate_address(text, any_net_type=True)

        ours = _read(text)
        if isinstance(ours, Reason):
            assert not found.valid or (ours is Reason.KEY and not is_newest), text
        else:
            taken += 1
            told = (found.valid, found.nettype, found.integrated, found.subaddress)
            assert told == (True, ours.network, ours.kind is Kind.INTEGRATED, ours.kind is Kind.SUBADDRESS)
    assert taken > TEXTS // 4


async def test_the_command_line_wallet_shows_what_we_derive(release: str, tmp_path: Path) -> None:
    """monero-wallet-cli prints a seed's address, view key and words, and the farthest of its subaddresses."""
    network = WHERE[release]
    which = random.choice([each for each in Language if each.is_written])
    keys = Keys.derive(SecretKey.from_entropy(secrets.token_bytes(32)))
    words = mnemonic.encode(keys.spend, which)

    output = await _wallet_cli(release, words, tmp_path, "address", "one-off", str(2**32 - 1), "7")

    last = keys.address(network, Index(2**32 - 1, 7))
    shown = (str(keys.address(network)), keys.view.reveal(), words, str(last))
    assert [each for each in shown if each not in " ".join(output.split())] == []


def test_every_word_is_in_the_programs(release: str) -> None:
    """Whatever the release, its wallet has all the words of all the languages."""
    texts = releases.programs(release).file("monero-wallet-rpc").read_bytes().split(b"\0")
    # Sorted by their ends: a linker keeps a text that ends another one in that one's place.
    backwards = sorted({text[::-1] for text in texts})
    words = {word.encode()[::-1] for which in Language for word in language.word_list(which).words}

    missing = {word for word in words if not backwards[bisect.bisect_left(backwards, word)].startswith(word)}

    assert missing == set()


def _words(which: Language) -> str:
    key = SecretKey.from_entropy(secrets.token_bytes(32))
    if which.is_written:
        return mnemonic.encode(key, which)
    # Lists are of one length, so the numbers of English words are good for 24 words of any other list.
    english, found = language.word_list(Language.ENGLISH), language.word_list(which)
    numbers = [english.by_word[word] for word in mnemonic.encode(key).split()[:-1]]
    return " ".join(found.words[number] for number in numbers)


def _texts() -> Sequence[str]:
    """Return addresses and what looks like one: a third with keys that need not be points, a third mistyped."""
    networks = (Network.MAINNET, Network.TESTNET, Network.STAGENET)
    texts = []
    for number in range(TEXTS):
        kind = random.choice(list(Kind))
        payment_id = secrets.token_hex(8) if kind is Kind.INTEGRATED else None
        keys = (SecretKey.from_entropy(secrets.token_bytes(32)).public for _ in range(2))
        text = str(Address(random.choice(networks), kind, *keys, payment_id))
        match number % 3:
            case 1:
                text = _mistyped(text)
            case 2:
                text = _with_other_keys(text)
        texts.append(text)
    return texts


def _mistyped(text: str) -> str:
    place = random.randrange(len(text))
    return text[:place] + random.choice(string.ascii_letters + string.digits) + text[place + 1 :]


def _with_other_keys(text: str) -> str:
    """Replace a key by bytes of which few are one, or by those at the edges of what is a point."""
    data = base58.decode(text)[:-4]
    edge = random.choice(
        (0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18, 1 | 1 << 255, 2**255 - 20 | 1 << 255, 2**256 - 1)
    )
    key = random.choice((secrets.token_bytes(32), edge.to_bytes(32, "little")))
    place = random.choice((1, 33))
    data = data[:place] + key + data[place + 32 :]
    return base58.encode(data + keccak.digest(data)[:4])


def _read(text: str) -> Address | Reason:
    try:
        return address.decode(text)
    except WrongAddress as error:
        return error.reason


async def _wallet_cli(release: str, words: str, folder: Path, *command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *releases.programs(release).wallet_cli,
        *("--offline", "--daemon-ssl=disabled", *flags(WHERE[release]), "--password", "", "--restore-height=0"),
        *("--subaddress-lookahead=1:1", f"--log-file={folder / 'log'}", f"--shared-ringdb-dir={folder / 'rings'}"),
        *(f"--generate-new-wallet={folder / 'wallet'}", "--restore-deterministic-wallet", f"--electrum-seed={words}"),
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        # An empty line for the passphrase that there is none of, and one for whether to mine.
        output, _ = await asyncio.wait_for(process.communicate(b"\n\n"), _TIMEOUT_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return output.decode()
