# SPDX-License-Identifier: Apache-2.0
"""The table of families."""

import re

from monero_exporter.catalogue import families

COMPATIBLE = """
monero_info_alt_blocks_count monero_info_busy_syncing monero_info_difficulty monero_info_free_space
monero_info_grey_peerlist_size monero_info_height monero_info_incoming_connections_count monero_info_mainnet
monero_info_offline monero_info_outgoing_connections_count monero_info_rpc_connections_count monero_info_stagenet
monero_info_start_time monero_info_synchronized monero_info_target_height monero_info_testnet monero_info_tx_count
monero_info_tx_pool_size monero_info_white_peerlist_size monero_last_block_header_timestamp
monero_last_block_header_height monero_last_block_header_num_txes monero_last_block_header_reward
monero_last_block_header_block_size monero_last_block_header_difficulty
"""


def test_names_of_earlier_exporters_are_kept() -> None:
    """Dashboards made for earlier Monero exporters keep working."""
    assert set(COMPATIBLE.split()) <= {family.name for family in families.ALL}


def test_names_are_unique_and_well_formed() -> None:
    """Prometheus accepts every name, and no two families share one."""
    names = [family.name for family in families.ALL]

    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"(monero|process)_[a-z0-9_]+", name)] == []


def test_every_family_has_a_sentence() -> None:
    """The help text is read by people, and stands in both formats as it is."""
    assert [family.name for family in families.ALL if not re.fullmatch(r'[A-Z][^"\\\n]+\.', family.sentence)] == []
