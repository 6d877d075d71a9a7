# SPDX-License-Identifier: Apache-2.0
"""The curve's arithmetic by the vectors of the standards."""

import pytest

from monero_operator.keys import curve

RFC_8032 = {
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    ),
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    ),
}
LOW_ORDER = ("00" * 32, "01" + "00" * 31, "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")


@pytest.mark.parametrize(("seed", "public"), RFC_8032.items())
def test_seed_leads_to_the_public_key_of_rfc_8032(seed: str, public: str) -> None:
    """Expanding and multiplying are what every other program does."""
    expanded = curve.expand(bytes.fromhex(seed))

    assert curve.public_key(expanded[:32]).hex() == public
    assert curve.is_clamped(expanded[:32])


def test_agreement_key_of_rfc_7748() -> None:
    """X25519 is that of the standard, section 5.2: the first iteration, whose point is the base point."""
    secret = bytes((9,)) + bytes(31)

    assert curve.agreement_key(secret).hex() == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"


@pytest.mark.parametrize("public", LOW_ORDER)
def test_public_key_of_low_order_agrees_with_nobody(public: str) -> None:
    """Such a key would let in whoever knows no secret at all."""
    assert not curve.agrees(bytes.fromhex(public))
    assert curve.agrees(curve.agreement_key(bytes(range(32))))
