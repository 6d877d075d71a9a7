# SPDX-License-Identifier: Apache-2.0
"""Keys of Tor and I2P for tests of plans: addresses of the right form that say what they are of."""

import base64
import hashlib
from collections.abc import Iterable, Sequence

from monero_operator import facts, naming

NUMBERS = "abcdefghijklmnopqrstuvwxyz"


def onion(entry: str) -> str:
    """Return the onion of an entry, with the checksum that belongs to it."""
    public = base64.b32decode(f"{_spelled(entry):a<56}", casefold=True)[:32]
    checksum = hashlib.sha3_256(b".onion checksum" + public + b"\3").digest()[:2]
    return base64.b32encode(public + checksum + b"\3").decode().lower() + ".onion"


def b32(entry: str) -> str:
    """Return the destination of an entry."""
    return f"{_spelled(entry):a<52}.b32.i2p"


def _spelled(entry: str) -> str:
    """Return an entry in base32's letters: `p2p-1` is `p2p2b`."""
    spelled = {"-": "2", ".": "3"} | {str(number): letter for number, letter in enumerate(NUMBERS) if number != 2}
    return "".join(spelled.get(each, each) for each in entry)


def ring(network: str, nodes: int = 3, *, previous: Iterable[str] = (), **fields: object) -> facts.KeyRing:
    """Return a Secret with all that so many nodes need."""
    name = {"tor": onion, "i2p": b32}[network]
    entries: Sequence[str] = ["rpc", *(f"{each}-{i}" for each in ("rpc", "p2p") for i in range(nodes))]
    addresses = {entry: name(entry) for entry in (*entries, *(f"{entry}.previous" for entry in previous))}
    ordinary = {"name": naming.router("regtest", network), "uid": network, "version": "1", "addresses": addresses}
    return facts.KeyRing(**ordinary | {"is_ours": True} | fields)  # type: ignore[arg-type]  # fields of a KeyRing


def keys(nodes: int = 3) -> dict[facts.HiddenNetwork, facts.Keys]:
    """Return what is known of the keys of a set."""
    return {"tor": facts.Keys(served=ring("tor", nodes)), "i2p": facts.Keys(served=ring("i2p", nodes))}
