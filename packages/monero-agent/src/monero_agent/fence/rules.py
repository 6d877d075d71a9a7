# SPDX-License-Identifier: Apache-2.0
"""The rules as text for nft: pure.

A pod has one network namespace, so that a NetworkPolicy cannot tell monerod from the tor beside it. The kernel can,
by the user that a socket belongs to. Names are never asked of anybody: tor resolves them at the other end.
"""

from collections.abc import Sequence

TABLE = "monero_fence"

_RULES = """\
table inet {table}
delete table inet {table}
table inet {table} {{
    chain output {{
        type filter hook output priority filter; policy drop;
        oifname "lo" accept
        ct state established,related accept
        meta l4proto {{ tcp, udp }} th dport {{ 53, 853, 5353 }} counter drop
        meta skuid {{ {users} }} accept
        icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit }} accept
        counter
    }}
}}
"""


def render(users: Sequence[int]) -> str:
    """Return rules that let only these users begin connections, and everybody answer those that come in.

    The table is replaced as a whole, so that setting it twice is setting it once.
    """
    return _RULES.format(table=TABLE, users=", ".join(map(str, sorted(users))))
