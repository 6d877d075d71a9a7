# SPDX-License-Identifier: Apache-2.0
"""What may be asked of a wallet again where the answer was lost."""

import re

from aiomonero.methods import catalogue

# Spends, sends, makes, removes, or uses something up.
ONCE = re.compile(
    r"transfer(_split)?|sweep_\w+|relay_tx|submit_\w+|create_\w+|restore_\w+|generate_\w+|add_\w+|delete_\w+"
    r"|make_multisig|exchange_multisig_keys|sign_multisig|export_multisig_info|change_\w+|close_wallet|stop_wallet"
    r"|start_mining"
)


def test_nothing_is_paid_made_or_removed_twice() -> None:
    """A lost answer leaves it open whether the first request did it."""
    once = {name for name, method in catalogue.of_wallet().items() if not method.is_repeatable}

    assert {name for name in catalogue.of_wallet() if ONCE.fullmatch(name)} == once
