# SPDX-License-Identifier: Apache-2.0
"""What came and went, by command."""

import json
from typing import Any


def _entry(kind: str, height: int, timestamp: int) -> dict[str, object]:
    numbers = {"amount": 1, "fee": 0, "height": height, "timestamp": timestamp, "unlock_time": 0}
    flags = {"locked": False, "double_spend_seen": False, "subaddr_index": {"major": 0, "minor": 0}}
    return {"txid": f"{timestamp:064}", "type": kind, **numbers, **flags}


def test_transfers_are_listed_by_height(run: Any) -> None:
    """And what no block holds yet comes last, whatever miners say of the time."""
    found = {"in": [_entry("in", 7, 100), _entry("block", 5, 300)], "pending": [_entry("pending", 0, 50)]}

    result, _ = run("get-transfers", answers={"get_transfers": found})

    lines = [line for line in result.output.splitlines() if line[:1].isdigit()]
    assert [line.split()[0] for line in lines] == ["5", "7", "0"]


def test_rewards_are_a_kind_of_their_own(run: Any) -> None:
    """Servers tell them among what came in."""
    found = {"in": [_entry("in", 7, 100), _entry("block", 5, 300)]}

    result, asked = run("get-transfers", "--kind", "block", "--json", answers={"get_transfers": found})

    assert [each["type"] for each in json.loads(result.output)["in"]] == ["block"]
    assert asked[0][1]["in"] is True
