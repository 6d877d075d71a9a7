# SPDX-License-Identifier: Apache-2.0
"""JSON with raw bytes inside its strings: what waits in the pool."""

import contextlib
from collections.abc import Iterable

from aiomonero import errors
from aiomonero.methods.daemon import txpool
from aiomonero.transport import forms
from fuzz.target import Target
from tests.support import vectors


def _read(data: bytes) -> None:
    with contextlib.suppress(errors.MoneroError):
        hashes = forms.decode(txpool.GET_TRANSACTION_POOL_HASHES_BIN, data, {}).unpacked()
        assert all(len(each) == 64 for each in hashes)
    forms.decode(txpool.GET_TXPOOL_BACKLOG, data, {}).unpacked()


def _seeds() -> Iterable[bytes]:
    for version in vectors.VERSIONS:
        yield vectors.body(version, "unrestricted.get_transaction_pool_hashes.bin")
        yield vectors.body(version, "restricted.json_rpc.get_txpool_backlog")


TARGET = Target(_read, (errors.MoneroError,), _seeds)
