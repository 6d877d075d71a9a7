# SPDX-License-Identifier: Apache-2.0
"""Answers of `.bin` paths, read as the result of each of them."""

import contextlib
from collections.abc import Iterable

from aiomonero import errors
from aiomonero.methods import catalogue
from aiomonero.methods.daemon import outputs
from aiomonero.methods.method import Form
from aiomonero.protocol import storage
from fuzz.target import Target
from tests.support import vectors

_RESULTS = [method.result for method in catalogue.of_daemon().values() if method.form is Form.STORAGE]
_NAMES = (
    "get_blocks.bin.pool",
    "get_blocks.bin.pruned",
    "get_blocks_by_height.bin",
    "get_hashes.bin",
    "get_o_indexes.bin",
    "get_output_distribution.bin",
    "get_outs.bin",
)


def _read(data: bytes) -> None:
    for result in _RESULTS:
        with contextlib.suppress(errors.MoneroError):
            found = storage.read(data, result)
            if isinstance(found, outputs.DistributionResult):
                found.unpacked()


def _seeds() -> Iterable[bytes]:
    return (vectors.body(version, f"unrestricted.{name}") for version in vectors.VERSIONS for name in _NAMES)


TARGET = Target(_read, (), _seeds)
