# SPDX-License-Identifier: Apache-2.0
"""Which options i2pd's words of refusal are about: pure, and without quoting a line, which may hold a secret."""

import re

from monero_agent.i2p import conf
from monero_agent.i2p.wanted import Wanted

_NAMED = re.compile(r"option '([^']*)'")


def places(words: str, wanted: Wanted, extra: str) -> list[str]:
    """Return the places of what is to blame, as far as they can be told."""
    named = _NAMED.findall(words)
    theirs = [f"line {number} of i2pd.conf" for number, name, _ in conf.numbered(extra) if name in named]
    return theirs or [f"the option {name} of i2p.json" for name in wanted.options if name in named]
