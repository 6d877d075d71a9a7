# SPDX-License-Identifier: Apache-2.0
"""The rules as text for nft: pure.

A pod has one network namespace, so that a NetworkPolicy cannot tell monerod from the tor beside it. The kernel can,
by the user that a socket belongs to. Names are never asked of anybody: tor resolves them at the other end.
Counted is what programs tried; what the kernel says by itself (of IPv6's multicast groups) is dropped uncounted.
"""

from collections.abc import Sequence

TABLE = "monero_fence"
NAMES, OTHERS = "names", "others"
"""Its counters: of packets to name servers, whoever sent them, and of all else that was dropped."""
PORTS = (53, 853, 5353)
"""Where name servers are asked; nothing else is reached at these either."""

_NOBODY = 2**32 - 1
"""No user has this number, and a packet that no program sent has none to compare."""

_RULES = """\
table inet {table}
delete table inet {table}
table inet {table} {{
    counter {names} {{ }}
    counter {others} {{ }}
    chain output {{
        type filter hook output priority filter; policy drop;
        oifname "lo" accept
        ct state established,related accept
        meta l4proto {{ tcp, udp }} th dport {{ {ports} }} counter name {names} drop
        meta skuid {{ {users} }} accept
        icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit }} accept
        meta skuid != {nobody} counter name {others}
    }}
}}
"""


def render(users: Sequence[int]) -> str:
    """Return rules that let only these users begin connections, and everybody answer those that come in.

    The table is replaced as a whole, so that setting it twice is setting it once.
    """
    return _RULES.format(
        table=TABLE, names=NAMES, others=OTHERS, ports=_listed(PORTS), users=_listed(users), nobody=_NOBODY
    )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))
