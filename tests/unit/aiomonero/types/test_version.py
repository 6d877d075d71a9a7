# SPDX-License-Identifier: Apache-2.0
"""The RPC version as daemons state it."""

from aiomonero.types.version import RpcVersion


def test_the_number_is_split_and_versions_are_ordered() -> None:
    """3.16 comes after 3.10, which text would order the other way round from 3.9."""
    newer, older = RpcVersion.from_wire(196624), RpcVersion.from_wire(196618)

    assert str(newer) == "3.16"
    assert older == RpcVersion(3, 10)
    assert RpcVersion(3, 9) < older < newer
