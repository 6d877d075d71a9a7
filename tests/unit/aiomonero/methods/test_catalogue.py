# SPDX-License-Identifier: Apache-2.0
"""All methods together: each can be called, and reads what real daemons answered without losing any of it."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from aiomonero.methods import catalogue
from aiomonero.methods.method import Form, Method
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport import base
from aiomonero.types.version import RpcVersion
from tests.support import replay

DAEMON = catalogue.of_daemon()

# What says nothing that is not said elsewhere: halves of wide numbers, addresses as integers, transactions that are
# listed twice, how numbers were packed, and payment for RPC, which every answer has and nobody was ever paid by.
UNREAD = {"status", "untrusted", "credits", "top_hash"}
REPEATED = re.compile(r"wide_\w+|ip|txs_as_\w+|binary|compress")

DROPPED = {"untrusted", "bootstrap_daemon_address", "height_without_bootstrap", "was_bootstrap_ever_used"}

NAME = re.compile(r"(?P<port>\w+)\.(?:BUSY\.|SYNCING\.)?(?:json_rpc\.)?(?P<method>[a-z_]+(?:\.bin)?)(?:\.\w+)?\.json")


def _captured() -> Iterator[tuple[str, str, Path]]:
    for path in sorted(replay.VECTORS.glob("*/*.json")):
        match = NAME.fullmatch(path.name)
        assert match, path.name
        if match["method"] in DAEMON:
            yield match["port"], match["method"], path


CAPTURED = list(_captured())


def _answers() -> Iterator[tuple[str, dict[str, Any]]]:
    for _, name, path in CAPTURED:
        document = json.loads(path.read_bytes())
        document = document.get("response", document)
        answer = document.get("result", document)
        is_json = DAEMON[name].form is not Form.STORAGE and not DAEMON[name].holds_bytes
        if is_json and isinstance(answer, dict) and answer.get("status") == "OK":
            yield name, answer


def _lost(said: Any, read: Any, where: str = "") -> Iterator[str]:
    if isinstance(said, dict):
        for key in said.keys() - read.keys():
            if not (REPEATED.fullmatch(key) or (key in UNREAD and not where)):
                yield f"{where}.{key}"
        for key in said.keys() & read.keys():
            yield from _lost(said[key], read[key], f"{where}.{key}")
    elif isinstance(said, list):
        for one, other in zip(said, read, strict=True):
            yield from _lost(one, other, f"{where}[]")
    elif said != read:
        yield f"{where}: {said!r} was read as {read!r}"


def test_every_method_is_a_coroutine_of_its_name() -> None:
    """One name everywhere, but for `generateblocks`, which is spelled as Python does."""
    spelled = {"generateblocks": "generate_blocks"}
    names = {spelled.get(name, name.replace(".bin", "_bin")) for name in DAEMON}

    assert set() == {name for name in names if not inspect.iscoroutinefunction(getattr(DaemonRpc, name, None))}


def test_answers_that_cost_more_than_their_length_are_short() -> None:
    """Raw bytes in JSON take several passes, and a few numbers never take megabytes."""
    few = {"get_height", "get_block_count", "on_get_block_hash", "get_info", "get_version", "send_raw_transaction"}
    limits = {name: method.limit_bytes or base.ANSWER_LIMIT_BYTES for name, method in DAEMON.items()}

    assert max(limits[name] for name, method in DAEMON.items() if method.holds_bytes) == 4 * 2**20
    assert max(limits["get_hashes.bin"], limits["get_o_indexes.bin"]) == 2**20
    assert {limits[name] for name in few} == {64 * 2**10}


def test_nothing_that_a_real_daemon_said_is_lost() -> None:
    """Every captured answer of three versions is read, and every field of it is in what was read, unchanged."""
    lost = set()
    answers = list(_answers())
    for name, answer in answers:
        read = msgspec.json.decode(json.dumps(answer), type=DAEMON[name].result)
        lost |= {f"{name}{place}" for place in _lost(answer, msgspec.to_builtins(read))}

    assert len(answers) > 100
    assert set() == lost


def test_what_0_19_no_longer_sends_is_not_needed() -> None:
    """Every answer is read without the fields that release-v0.19 dropped (core_rpc_server_commands_defs.h)."""
    for name, answer in _answers():
        left = {field: value for field, value in answer.items() if field not in DROPPED}
        msgspec.json.decode(json.dumps(left), type=DAEMON[name].result)


def test_what_the_restricted_port_refused_is_not_public() -> None:
    """A method says of itself that it is public where the restricted port answered, and only there."""
    untold = set()
    for port, name, path in CAPTURED:
        version = _rpc_version(path.parent.name)
        is_offered = version in DAEMON[name].versions and (port == "unrestricted" or _is_public(DAEMON[name], version))
        if is_offered is _is_refused(path):
            untold.add(f"{path.parent.name} {port} {name}")

    assert set() == untold


def _is_refused(path: Path) -> bool:
    document = json.loads(path.read_bytes())
    code = document.get("response", document).get("error", {}).get("code")
    return document.get("http_status") == 404 or code == -32601


def _is_public(method: Method[Any, Any], version: RpcVersion) -> bool:
    return method.is_public and version in method.public


def _rpc_version(release: str) -> RpcVersion:
    told = json.loads((replay.VECTORS / release / "unrestricted.json_rpc.get_version.json").read_bytes())
    told = told.get("response", told)
    return RpcVersion.from_wire(told["result"]["version"])
