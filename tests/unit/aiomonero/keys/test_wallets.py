# SPDX-License-Identifier: Apache-2.0
"""Seeds that real wallets of three releases made or restored (`tests/vectors/PROVENANCE.md`)."""

from typing import Any

import pytest

from aiomonero.keys import address, mnemonic
from aiomonero.keys.derivation import Index, Keys
from aiomonero.keys.language import Language
from aiomonero.keys.mnemonic import WrongMnemonic
from aiomonero.keys.secret import SecretKey
from aiomonero.types.network import Network
from tests.support import vectors

NETWORKS = (Network.MAINNET, Network.TESTNET, Network.STAGENET)
PRINTED = list(zip(vectors.VERSIONS, (Network.TESTNET, Network.STAGENET, Network.MAINNET), strict=True))
PRINTED_PER_LANGUAGE = 6


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_what_wallets_made(version: str, network: Network) -> None:
    """The words of a wallet lead to its keys and to each of its addresses, and its key to the words."""
    made = vectors.wallets(version, network)["made"]

    assert {each["language"] for each in made} == {each for each in Language if each.is_written}
    for each in made:
        spend = SecretKey.parse(each["spend_key"])
        keys = Keys.derive(spend)
        primary = keys.address(network)
        assert mnemonic.decode(each["mnemonic"]) == mnemonic.Mnemonic(spend, Language(each["language"]))
        assert mnemonic.encode(spend, Language(each["language"])) == each["mnemonic"]
        assert keys.view.reveal() == each["view_key"]
        assert str(primary) == each["address"]
        assert str(primary.integrated(each["payment_id"])) == each["integrated"]
        assert str(keys.address(network, Index(*each["index"]))) == each["subaddress"]
        assert all(str(address.decode(each[name])) == each[name] for name in ("address", "integrated", "subaddress"))


@pytest.mark.parametrize(("version", "network"), PRINTED)
def test_what_the_command_line_wallet_made(version: str, network: Network) -> None:
    """The words that it tells its owner to write down lead to the view key and the addresses that it prints."""
    made = vectors.printed_wallets(version, network)["made"]

    assert {each["language"] for each in made} == {each for each in Language if each.is_written}
    assert len(made) == PRINTED_PER_LANGUAGE * len({each["language"] for each in made})
    for each in made:
        said = mnemonic.decode(each["mnemonic"])
        assert said.language == each["language"]
        assert mnemonic.encode(said.spend, said.language) == each["mnemonic"]
        _printed(each, said.spend, network)


@pytest.mark.parametrize(("version", "network"), PRINTED)
def test_what_the_command_line_wallet_restored(version: str, network: Network) -> None:
    """Of words in all languages, it says what we say; the oldest it writes anew in English."""
    restored = vectors.printed_wallets(version, network)["restored"]

    assert {each["language"] for each in restored} == set(Language)
    for each in restored:
        said = mnemonic.decode(each["words"])
        written = said.language if said.language.is_written else Language.ENGLISH
        assert said.language == each["language"]
        assert mnemonic.encode(said.spend, written) == each["mnemonic"]
        _printed(each, said.spend, network)


def _printed(each: dict[str, Any], spend: SecretKey, network: Network) -> None:
    keys = Keys.derive(spend)
    primary = keys.address(network)
    assert (str(primary), keys.view.reveal()) == (each["address"], each["view_key"])
    if "index" in each:
        assert str(keys.address(network, Index(*each["index"]))) == each["subaddress"]
    else:
        assert str(primary.integrated(each["payment_id"])) == each["integrated"]


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_what_wallets_restored(version: str) -> None:
    """Words that a wallet takes, we take for the same key; words that it refuses, we refuse."""
    restored = vectors.wallets(version, Network.MAINNET)["restored"]

    assert {each["how"] for each in restored} == {
        "not reduced", "prefixes", "capitals", "without checksum", "mistyped", "swapped", "random words",
    }  # fmt: skip
    for each in restored:
        if "refused" in each:
            _refused(each)
            continue
        spend = mnemonic.decode(each["words"]).spend
        assert spend.reveal() == each["spend_key"]
        assert str(Keys.derive(spend).address(Network.MAINNET)) == each["address"]


def _refused(each: dict[str, str]) -> None:
    # Wallets of Debian lower-case ASCII alone; a person who writes Ä means ä.
    if each["how"] == "capitals" and not each["words"].isascii():
        assert mnemonic.decode(each["words"])
        return
    with pytest.raises(WrongMnemonic):
        mnemonic.decode(each["words"])
