# SPDX-License-Identifier: Apache-2.0
"""Messages of monerod's ZMQ publisher."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol import zmqpub
from fuzz.target import Target
from tests.support import vectors


def _read(data: bytes) -> None:
    zmqpub.decode([data])


def _seeds() -> Iterable[bytes]:
    return (vectors.publication(version, topic) for version, topic in vectors.publications())


TARGET = Target(_read, (errors.RemoteProtocolError,), _seeds)
