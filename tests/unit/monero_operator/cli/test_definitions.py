# SPDX-License-Identifier: Apache-2.0
"""The definitions as they are installed."""

from monero_operator.api import kinds
from monero_operator.cli import definitions


def test_every_kind_is_defined_once_with_the_operators_label():
    """`make deploy` waits for the definitions by this label."""
    found = definitions.definitions()

    assert [root.__resource__.kind for root in kinds.ALL] == [each["spec"]["names"]["kind"] for each in found]
    assert all(each["metadata"]["labels"] == {"app.kubernetes.io/name": "monero-operator"} for each in found)
