# SPDX-License-Identifier: Apache-2.0
"""Which daemons may be probed."""

import pytest

from aiomonero.types.endpoint import Endpoint
from monero_exporter.targets import Targets


@pytest.mark.parametrize(
    ("patterns", "url", "expected"),
    [
        ("node-0:18089", "http://node-0:18089", True),
        ("node-0:18089", "https://NODE-0:18089", True),
        ("node-0:18089", "http://node-0:18081", False),
        ("node-*:18089", "http://node-12:18089", True),
        ("*:18089", "http://node.example:18089", False),
        ("**:18089", "http://node.example:18089", True),
        ("**.svc:*", "http://node-0.nodes.svc:1", True),
        ("10.0.0.*:18081", "http://10.0.0.7:18081", True),
        ("10.0.0.*:18081", "http://10.0.0.7.example:18081", False),
        ("10.0.0.*:18081", "http://10x0.0.7:18081", False),
        ("[::1]:18081", "http://[::1]:18081", True),
        ("a:1, b:2", "http://b:2", True),
        ("", "http://node:1", False),
    ],
)
def test_a_star_stands_for_one_part_and_two_for_any_number(patterns: str, url: str, expected: bool) -> None:
    """A pattern of addresses does not match a name that begins like one."""
    assert Targets.parse(patterns).have(Endpoint.parse(url)) is expected


@pytest.mark.parametrize("text", ["node", "http://node:1", "node:", "*", "a:1 b:2", "u@node:1"])
def test_a_pattern_names_host_and_port(text: str) -> None:
    """What could never match is refused at the start."""
    with pytest.raises(ValueError, match=r"write HOST:PORT, such as \*\.nodes\.svc:18089"):
        Targets.parse(text)
