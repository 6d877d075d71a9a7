# SPDX-License-Identifier: Apache-2.0
"""The insides of blocks and transactions, which daemons print as JSON inside of JSON."""

import contextlib
import json
from collections.abc import Iterable

from aiomonero import errors
from aiomonero.types import body
from fuzz.target import Target
from tests.support import vectors


def _read(data: bytes) -> None:
    text = data.decode(errors="surrogateescape")
    with contextlib.suppress(errors.RemoteProtocolError):
        body.decode(text, body.BlockBody)
    _walk(body.decode(text, body.TransactionBody))


def _walk(found: body.TransactionBody) -> None:
    assert len(found.extra) == len(found.extra_numbers)
    assert isinstance(found.fee_piconero, int)
    for each in found.inputs:
        assert each.key is None or len(each.key.output_indices) == len(each.key.key_offsets)


def _seeds() -> Iterable[bytes]:
    for version in vectors.VERSIONS:
        yield json.loads(vectors.body(version, "unrestricted.json_rpc.get_block"))["result"]["json"].encode()
        for found in json.loads(vectors.body(version, "unrestricted.get_transactions"))["txs"]:
            yield found["as_json"].encode()


TARGET = Target(_read, (errors.RemoteProtocolError,), _seeds)
