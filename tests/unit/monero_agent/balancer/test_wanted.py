# SPDX-License-Identifier: Apache-2.0
"""What `balancer.json` may say, and what is refused whole."""

import pytest

from monero_agent.balancer import wanted
from monero_agent.config import WrongError

ONION = "a" * 56 + ".onion"
DOCUMENT = {"schema": 1, "key": "rpc", "backends": [ONION]}


def test_a_document_is_read():
    """Intervals have defaults."""
    intervals = {"fetchSeconds": 60, "publishSeconds": 30}

    assert wanted.parse(DOCUMENT, 0) == wanted.Wanted("rpc", (ONION,), 30, 15)
    assert wanted.parse(DOCUMENT | {"intervals": intervals}, 0) == wanted.Wanted("rpc", (ONION,), 60, 30)


@pytest.mark.parametrize(
    "more",
    [
        {"backends": []},
        {"backends": [ONION] * 9},
        {"backends": ["example.onion"]},
        {"backends": None},
        {"key": "../rpc"},
        {"intervals": [30]},
        {"intervals": {"fetchSeconds": 0}},
        {"intervals": {"publishSeconds": "15"}},
    ],
)
def test_a_document_that_cannot_be_followed_is_refused(more):
    """Onionbalance would end over it, or never publish."""
    with pytest.raises(WrongError):
        wanted.parse(DOCUMENT | more, 0)
