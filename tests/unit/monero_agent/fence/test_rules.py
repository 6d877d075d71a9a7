# SPDX-License-Identifier: Apache-2.0
"""The text of the fence; what it does to packets is shown where there are some."""

from monero_agent.fence import rules


def test_only_the_named_users_may_begin_connections():
    """Whatever is not said is dropped, and names are asked of nobody, by no user."""
    lines = [line.strip() for line in rules.render([1002, 1001]).splitlines()]

    assert "type filter hook output priority filter; policy drop;" in lines
    assert [line for line in lines if line.endswith("accept") and "skuid" in line] == [
        "meta skuid { 1001, 1002 } accept"
    ]
    assert lines.index("meta l4proto { tcp, udp } th dport { 53, 853, 5353 } counter name names drop") < lines.index(
        "meta skuid { 1001, 1002 } accept"
    )


def test_setting_it_again_replaces_it():
    """nft takes the file as one transaction, in which the table is there, goes, and is made."""
    assert rules.render([1001]).splitlines()[:2] == ["table inet monero_fence", "delete table inet monero_fence"]
