# SPDX-License-Identifier: Apache-2.0
"""The documents of agents, which are another program with releases of its own."""

import json
from pathlib import Path

import msgspec
import pytest

from aiomonero import errors
from monero_agent.i2p import room as i2p_room
from monero_agent.options import Options
from monero_agent.tor import room
from monero_exporter.translate import agent_status
from monero_exporter.translate.agent_status import I2p, Service, Tor
from tests.support import agents

OF_BOTH = {"schema", "network"}
"""What says how to read the rest."""
OF_LOSSES = {"siblingsReached", "standIns"}
"""What only people read, at the agent itself."""


def _options(folder: Path) -> Options:
    return Options(0, folder, folder, folder, folder, folder, 0, "tor")


async def test_all_that_an_agent_says_of_i2pd_is_read(tmp_path: Path) -> None:
    """As of tor."""
    document = i2p_room.I2p(_options(tmp_path)).status()

    assert set(document) - OF_BOTH - OF_LOSSES <= {field.encode_name for field in msgspec.structs.fields(I2p)}
    assert agent_status.decode(json.dumps(document).encode(), I2p) == I2p(restarts=0, reloads=0, known_peers=0)


async def test_all_that_an_agent_says_of_tor_is_read(tmp_path: Path) -> None:
    """Nothing that it tells is ignored because it is called otherwise here."""
    document = room.Tor(_options(tmp_path)).status()

    assert set(document) - OF_BOTH <= {field.encode_name for field in msgspec.structs.fields(Tor)}
    told = agent_status.decode(json.dumps(document).encode(), Tor)
    assert told == Tor(restarts=0, reloads=0, bootstrapped=0, circuit_established=False, network_live=False)


def test_a_service_that_tor_has_not_named_yet_is_read() -> None:
    """In the first moments it has no address, and nothing is known of it."""
    unknown = {"address": None, "introductionPoints": None, "isPublished": None, "isPrevious": False}
    document = agents.tor(services=[{"name": "rpc", "key": "rpc-0", **unknown}])

    assert agent_status.decode(document, Tor).services == (Service(name="rpc"),)


@pytest.mark.parametrize(
    "document",
    [b"", b"\xff", b"[]", b'{"bootstrapped": 101}', b'{"restarts": -1}', b"[" * 100_000, agents.i2p()],
    ids=["nothing", "no text", "a list", "too much", "too little", "too deep", "of the other program"],
)
def test_nonsense_is_an_error(document: bytes) -> None:
    """Somebody else may listen on the port."""
    with pytest.raises(errors.RemoteProtocolError, match="not the status of a tor"):
        agent_status.decode(document, Tor)


def test_an_agent_of_another_age_is_understood() -> None:
    """It may say more, and less."""
    assert agent_status.decode(b'{"schema":1,"network":"tor","mood":"good"}', Tor) == Tor()
