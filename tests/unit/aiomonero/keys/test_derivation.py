# SPDX-License-Identifier: Apache-2.0
"""Keys and addresses from a secret: what wallets derive, and what an earlier program derived wrongly."""

import pytest

from aiomonero.keys import derivation
from aiomonero.keys.address import Kind
from aiomonero.keys.derivation import PRIMARY, Index, Keys, ViewKeys
from aiomonero.keys.secret import SecretKey, WrongKey
from aiomonero.types.hashes import PublicKey
from aiomonero.types.network import Network

KEYS = Keys.derive(SecretKey.parse("4b26c314ac13c8086589edde8da11182795d02fa52d39034d3e21098746f0e03"))


@pytest.mark.parametrize(
    ("entropy", "text"),
    [
        (
            bytes(range(1, 9)) + bytes(16) + bytes(range(8, 0, -1)),
            "4953Se8CDGeZHr8sWmL61WNhKJatXZRSv6eJHB4hbBXF2TrCpey9RheYrjQsWpyYjQVTRn8Mcbns4VzidsRUMDfF584woZc",
        ),
        (
            b"\x01" * 32,
            "42Lxp5b63YJ8mVZTzcioVnCk9WQCPAMk4RH7e7ygPTkzEiHB86MJkRbb9c4uyE3bV8fuu7ggU2XUYDFT4SxB7pbNC6PwL6c",
        ),
    ],
)
def test_the_view_key_is_reduced(entropy: bytes, text: str) -> None:
    """The hash of the spend key becomes a scalar before it is a view key, or these come out wrong."""
    assert str(Keys.derive(SecretKey.from_entropy(entropy)).address(Network.MAINNET)) == text


def test_a_watching_wallet_makes_the_same_addresses() -> None:
    """Without the spend key every address can be made, and the keys do not say more than they hold."""
    for index in (PRIMARY, Index(0, 1), Index(2, 0), Index(2**32 - 1, 2**32 - 1)):
        assert KEYS.watching.address(Network.STAGENET, index) == KEYS.address(Network.STAGENET, index)
    assert not hasattr(KEYS.watching, "spend")


def test_only_the_first_address_is_primary() -> None:
    """Every other index is a subaddress of its own."""
    indices = [Index(account, address) for account in range(3) for address in range(3)]
    found = {KEYS.address(Network.TESTNET, index): index for index in indices}

    assert len(found) == len(indices)
    assert [index for address, index in found.items() if address.kind is Kind.STANDARD] == [PRIMARY]


def test_lookahead_knows_the_spend_keys_of_addresses() -> None:
    """By the spend key in an address, a wallet finds the address's index."""
    known = dict(KEYS.watching.lookahead(range(2), range(3)))

    assert len(known) == 6
    assert all(known[KEYS.address(Network.MAINNET, index).spend_key] == index for index in known.values())


@pytest.mark.parametrize("index", [Index(-1, 0), Index(0, -1), Index(2**32, 0), Index(0, 2**32)])
def test_indices_have_32_bits(index: Index) -> None:
    """There is no such account or address."""
    with pytest.raises(ValueError, match="numbered"):
        KEYS.address(Network.MAINNET, index)


@pytest.mark.parametrize(
    "key",
    ["", "zz" * 32, "01" * 31, "01" + "00" * 31, "02" + "00" * 31],
    ids=["none", "no hex", "short", "small", "no point"],
)
def test_a_public_spend_key_comes_from_a_secret_one(key: str) -> None:
    """What no secret key leads to is refused before anything is derived from it."""
    with pytest.raises(WrongKey):
        ViewKeys(KEYS.view, PublicKey(key))


def test_primary_is_where_counting_begins() -> None:
    """The index of the primary address is the default."""
    assert Index(0, 0) == PRIMARY == derivation.Index()
