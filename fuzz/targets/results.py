# SPDX-License-Identifier: Apache-2.0
"""JSON answers of every method of daemons and wallets; the first two bytes of an input choose the method."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aiomonero import errors
from aiomonero.methods import catalogue
from aiomonero.methods.method import Form, Method
from aiomonero.transport import forms
from fuzz.target import Target
from tests.support import vectors

_FOLDER = Path(vectors.__file__).parents[1] / "vectors"
_CHOICE_BYTES = 2
_METHODS: list[Method[Any, Any]] = [
    *(method for method in catalogue.of_daemon().values() if method.form is not Form.STORAGE),
    *catalogue.of_wallet().values(),
]


def _read(data: bytes) -> None:
    chosen = int.from_bytes(data[:_CHOICE_BYTES], "little") % len(_METHODS)
    repr(forms.decode(_METHODS[chosen], data[_CHOICE_BYTES:], {}))


def _seeds() -> Iterable[bytes]:
    answers = dict(_of_daemons()) | dict(_of_wallets())
    for number, method in enumerate(_METHODS):
        choice = number.to_bytes(_CHOICE_BYTES, "little")
        empty: dict[str, Any] = {"status": "OK"}
        document = answers.get(method.name, empty)
        yield choice + json.dumps(document if method.form is Form.PATH else {"id": "0", "result": document}).encode()


def _of_daemons() -> Iterable[tuple[str, Any]]:
    for path in sorted((_FOLDER / "rpc" / vectors.VERSIONS[-1]).glob("unrestricted.*.json")):
        name = path.name.removeprefix("unrestricted.").removeprefix("json_rpc.").removesuffix(".json")
        document = json.loads(path.read_bytes())
        if isinstance(document, dict):
            answer = document.get("response", document)
            yield name, answer.get("result", answer) if isinstance(answer, dict) else answer


def _of_wallets() -> Iterable[tuple[str, Any]]:
    exchanges = json.loads((_FOLDER / "wallet" / f"{vectors.VERSIONS[-1]}.json").read_bytes())
    return ((name, exchange["result"]) for name, exchange in exchanges.items() if "result" in exchange)


TARGET = Target(_read, (errors.MoneroError,), _seeds)
