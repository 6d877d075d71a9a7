# SPDX-License-Identifier: Apache-2.0
"""What real wallet servers of three releases were asked and answered is read without losing any of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from aiomonero.methods import catalogue

CAPTURED = sorted((Path(__file__).parents[4] / "vectors" / "wallet").glob("*.json"))


def _exchanges() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in CAPTURED:
        for name, exchange in json.loads(path.read_bytes()).items():
            yield path.stem, name, exchange


def _lost(said: Any, read: Any, where: str) -> Iterator[str]:
    """Yield the places of what a server said and the library does not tell."""
    if isinstance(said, dict):
        for key in said:
            if key in read:
                yield from _lost(said[key], read[key], f"{where}.{key}")
            else:
                yield f"{where}.{key}"
    elif isinstance(said, list):
        for one, other in zip(said, read, strict=True):
            yield from _lost(one, other, f"{where}[]")
    elif said != read:
        yield f"{where}: {said!r} was read as {read!r}"


def test_three_releases_were_captured() -> None:
    """Each with most of its methods."""
    counts = {path.stem: len(json.loads(path.read_bytes())) for path in CAPTURED}

    assert set(counts) == {"0.18.0.0", "0.18.4.0", "0.18.5.3"}
    assert min(counts.values()) > 50


def test_nothing_that_a_real_wallet_said_is_lost() -> None:
    """Every field of every answer is in what was read of it, unchanged."""
    lost = set()
    for release, name, exchange in _exchanges():
        read = msgspec.json.decode(json.dumps(exchange["result"]), type=catalogue.of_wallet()[name].result)
        lost |= {*_lost(exchange["result"], msgspec.to_builtins(read), f"{release} {name}")}

    assert set() == lost


def test_every_question_has_the_shape_of_its_parameters() -> None:
    """What a server understood is what the method's parameters say."""
    different = set()
    for release, name, exchange in _exchanges():
        asked = msgspec.convert(exchange["params"], catalogue.of_wallet()[name].params)
        if json.loads(msgspec.json.encode(asked)) != exchange["params"]:
            different.add(f"{release} {name}")

    assert set() == different
