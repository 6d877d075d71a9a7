# SPDX-License-Identifier: Apache-2.0
"""Addresses: round trips on every network, and errors that name what is wrong."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiomonero.keys import address, base58, keccak
from aiomonero.keys.address import Address, Kind, Reason, WrongAddress
from aiomonero.keys.secret import SecretKey
from aiomonero.types.network import Network

# Of a wallet that a monero-wallet-rpc 0.18.0.0 made for this test.
TEXT = "46cvJMrMdj1Myn3hbaZLWoXH4JKzP8LEbGQtzVcLeHUQLyHDXHPA7AANCrz5axsAkaRV9k3tKC5o3fokzaaXx1yJN8mbJyW"
STANDARD = address.decode(TEXT)
INTEGRATED = STANDARD.integrated("0123456789abcdef")

public_keys = st.binary(min_size=32, max_size=32).filter(any).map(lambda data: SecretKey.from_entropy(data).public)


def text_of(*parts: bytes) -> str:
    """Return the text of bytes that need not be an address, with a right checksum."""
    data = b"".join(parts)
    return base58.encode(data + keccak.digest(data)[:4])


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """Any address."""
    kind = draw(st.sampled_from(Kind))
    payment_id = draw(st.binary(min_size=8, max_size=8)).hex() if kind is Kind.INTEGRATED else None
    return Address(draw(st.sampled_from(Network)), kind, draw(public_keys), draw(public_keys), payment_id)


def test_a_wallets_address() -> None:
    """Keys and meaning of an address that a wallet made, with its public spend key as that wallet says it."""
    assert STANDARD.spend_key == "83db16f493e6047d6cb8e0b65ccfbcb5036f2f4a0e61d85c24724ab7b5f7cd77"
    assert (STANDARD.network, STANDARD.kind, STANDARD.payment_id) == (Network.MAINNET, Kind.STANDARD, None)
    assert str(STANDARD) == TEXT


@given(addresses())
def test_round_trip(written: Address) -> None:
    """Every address comes back, with the network that it was asked for."""
    assert address.decode(str(written), network=written.network, kinds={written.kind}) == written


def test_regtest_has_the_addresses_of_mainnet() -> None:
    """They are read as either, as one asks."""
    assert address.decode(TEXT, network=Network.REGTEST).network is Network.REGTEST
    assert str(address.decode(TEXT, network=Network.REGTEST)) == TEXT


def test_payment_ids_come_and_go() -> None:
    """A standard address takes a payment id and gives it back; others do not."""
    assert address.decode(str(INTEGRATED)).payment_id == "0123456789abcdef"
    assert INTEGRATED.standard() == STANDARD
    for act in (INTEGRATED.integrated, Address(Network.TESTNET, Kind.SUBADDRESS, *keys()).integrated):
        with pytest.raises(WrongAddress):
            act("0123456789abcdef")
    with pytest.raises(WrongAddress):
        STANDARD.standard()


@pytest.mark.parametrize("payment_id", ["", "0123", "0123456789ABCDEF", "0123456789abcdeg", "0" * 64, "0" * 16 + "\n"])
def test_what_is_no_payment_id(payment_id: str) -> None:
    """Payment ids have 16 lower-case hexadecimal digits."""
    with pytest.raises(WrongAddress):
        STANDARD.integrated(payment_id)


def keys() -> tuple[str, str]:
    """Return the two public keys of the wallet's address."""
    return STANDARD.spend_key, STANDARD.view_key


BOTH = bytes.fromhex("".join(keys()))
NO_POINT = (2).to_bytes(32, "little")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.LENGTH),
        (TEXT[:-1], Reason.LENGTH),
        (TEXT + "1", Reason.LENGTH),
        (TEXT * 10_000, Reason.LENGTH),
        (text_of(b"\x12", BOTH, bytes(8)), Reason.LENGTH),
        (text_of(b"\x13", BOTH), Reason.LENGTH),
        ("0" + TEXT[1:], Reason.CHARACTER),
        (TEXT[:-1] + " ", Reason.CHARACTER),
        ("é" + TEXT[1:], Reason.CHARACTER),
        ("\ud800" + TEXT[1:], Reason.CHARACTER),
        ("٤" + TEXT[1:], Reason.CHARACTER),
        (TEXT[:-1] + "X", Reason.CHECKSUM),
        (TEXT[:20] + TEXT[21] + TEXT[20] + TEXT[22:], Reason.CHECKSUM),
        ("z" * 95, Reason.CHECKSUM),
        (text_of(b"\x35", BOTH), Reason.NETWORK),
        (text_of(b"\x00", BOTH), Reason.NETWORK),
        (text_of(b"\xff", BOTH), Reason.NETWORK),
        (str(INTEGRATED), Reason.KIND),
        (text_of(b"\x12", NO_POINT, BOTH[32:]), Reason.KEY),
        (text_of(b"\x12", BOTH[:32], NO_POINT), Reason.KEY),
    ],
    ids=[
        "nothing",
        "a character less",
        "a character more",
        "a million characters",
        "a standard address with a payment id",
        "an integrated address without one",
        "a zero",
        "a space",
        "an accent",
        "half a character",
        "a digit of another script",
        "a mistyped character",
        "two characters swapped",
        "a block larger than its bytes",
        "of testnet",
        "of another currency",
        "a prefix of two bytes",
        "of another kind",
        "a spend key that is no point",
        "a view key that is no point",
    ],
)
def test_what_is_no_address_here(text: str, reason: Reason) -> None:
    """Where a standard address of mainnet is wanted, everything else is refused by what is wrong with it."""
    with pytest.raises(WrongAddress) as caught:
        address.decode(text, network=Network.MAINNET, kinds={Kind.STANDARD})

    assert caught.value.reason is reason
    assert len(str(caught.value)) < 200


def test_a_payment_id_belongs_to_integrated_addresses() -> None:
    """No other kind has one, and they have no other."""
    with pytest.raises(WrongAddress):
        Address(Network.MAINNET, Kind.STANDARD, *keys(), "0123456789abcdef")
    with pytest.raises(WrongAddress):
        Address(Network.MAINNET, Kind.INTEGRATED, *keys())


@settings(max_examples=40)
@given(st.text(max_size=120) | st.text(base58.ALPHABET, min_size=95, max_size=95))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """Nothing but the one error comes out."""
    with contextlib.suppress(WrongAddress):
        assert str(address.decode(text)) == text


@given(st.binary(min_size=65, max_size=65) | st.binary(min_size=73, max_size=73))
def test_any_bytes_with_a_checksum_are_an_address_or_refused(data: bytes) -> None:
    """What is read is written the same, whatever the bytes."""
    text = text_of(data)
    with contextlib.suppress(WrongAddress):
        assert str(address.decode(text)) == text
