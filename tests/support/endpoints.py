# SPDX-License-Identifier: Apache-2.0
"""Which endpoints a program has: names that stand in its file, and of those the ones that it answers to.

A linker stores a text only once that ends another one, so every word at the end of a text may be a name of its own:
"getblockcount" is found in "on_getblockcount". Most words are no endpoints; asking the program itself tells them apart.
"""

import asyncio
import json
import re
from collections.abc import Callable, Collection, Coroutine, Iterator
from pathlib import Path

from aiomonero import errors
from aiomonero.transport.http import HttpTransport

_TEXT = re.compile(rb"[ -~]{3,}(?=\0)")
_LAST_WORD = re.compile(rb"[a-z][a-z0-9_]{2,50}$")
_PATH = re.compile(rb"/[a-z0-9_]{3,50}(?:\.bin)?(?=\0)")
_METHOD_NOT_FOUND = -32601
_AT_ONCE = 8
_TIMEOUT_SECONDS = 10.0


def words(program: Path) -> frozenset[str]:
    """Return what may be the name of a JSON-RPC method."""
    ends = (_LAST_WORD.search(text[0]) for text in _TEXT.finditer(program.read_bytes()))
    return frozenset(word for end in ends if end for word in _tails(end[0].decode()))


def paths(program: Path) -> frozenset[str]:
    """Return what may be a path, with its slash."""
    return frozenset(found[0].decode() for found in _PATH.finditer(program.read_bytes()))


def _tails(word: str) -> Iterator[str]:
    parts = word.split("_")
    return ("_".join(parts[start:]) for start in range(len(parts)))


async def answering_methods(url: str, names: Collection[str]) -> set[str]:
    """Return those of the names that the server at `url` knows as JSON-RPC methods."""
    async with HttpTransport(max_connections=_AT_ONCE) as transport:

        async def knows(name: str) -> bool:
            body = json.dumps({"jsonrpc": "2.0", "id": "0", "method": name}).encode()
            answer = await transport.post(f"{url}/json_rpc", body, timeout_seconds=_TIMEOUT_SECONDS)
            return bool(json.loads(answer).get("error", {}).get("code") != _METHOD_NOT_FOUND)

        return await _those_that(knows, names)


async def answering_paths(url: str, names: Collection[str]) -> set[str]:
    """Return those of the paths that the server at `url` has."""
    async with HttpTransport(max_connections=_AT_ONCE) as transport:

        async def knows(path: str) -> bool:
            try:
                await transport.post(f"{url}{path}", b"{}", timeout_seconds=_TIMEOUT_SECONDS)
            except errors.NotFound:
                return False
            except errors.RemoteProtocolError:
                # It is there, and does not take JSON.
                return True
            return True

        return await _those_that(knows, names)


async def _those_that(knows: Callable[[str], Coroutine[None, None, bool]], names: Collection[str]) -> set[str]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def ask(name: str) -> tuple[str, bool]:
        async with turns:
            return name, await knows(name)

    return {name for name, is_known in await asyncio.gather(*map(ask, sorted(names))) if is_known}
