# SPDX-License-Identifier: Apache-2.0
"""The order of tor's configuration is its meaning."""

from pathlib import Path

from monero_agent.tor import torrc, wanted

PLACES = torrc.Places(Path("/data/tor"), Path("/run/control"))
ONION = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion"
RPC = wanted.Service("rpc", "rpc-0", ("1 127.0.0.1:1",), ("HiddenServicePoWDefensesEnabled 1",), {}, (ONION,))
P2P = wanted.Service("p2p", "p2p-0", ("2 127.0.0.1:2", "3 127.0.0.1:3"), (), {}, ())


def _wanted(**changes):
    return wanted.Wanted(**{"lines": ("SocksPort 9050",), "services": (), "maps": {}} | changes)


def test_a_services_lines_stand_below_its_folder():
    """Each line belongs to the folder above it, and what is Onionbalance's to the service that it balances."""
    served = [torrc.Served(P2P, Path("/run/p2p")), torrc.Served(RPC, Path("/run/rpc"))]

    text = torrc.render(_wanted(), served, PLACES)

    assert text.partition("HiddenServiceDir")[2].splitlines() == [
        " /run/p2p",
        "HiddenServicePort 2 127.0.0.1:2",
        "HiddenServicePort 3 127.0.0.1:3",
        "HiddenServiceDir /run/rpc",
        "HiddenServicePort 1 127.0.0.1:1",
        "HiddenServicePoWDefensesEnabled 1",
        "HiddenServiceOnionBalanceInstance 1",
    ]


def test_the_user_adds_to_the_operators_lines_and_never_moves_what_the_agent_needs():
    """The last line of an option wins, where an option has one value."""
    extra = "SocksPolicy reject *\nDataDirectory /tmp\nCookieAuthentication 1\nRunAsDaemon 1"

    lines = torrc.render(_wanted(), (), PLACES, extra).splitlines()

    assert lines[:3] == ["SocksPort 9050", "SocksPolicy reject *", "DataDirectory /tmp"]
    assert [line for line in lines if line.startswith("DataDirectory")][-1] == "DataDirectory /data/tor"
    last = {line.partition(" ")[0]: line for line in lines}
    assert {last["CookieAuthentication"], last["RunAsDaemon"]} == {"CookieAuthentication 0", "RunAsDaemon 0"}


def test_addresses_stand_for_onions():
    """monerod knows addresses only."""
    lines = torrc.render(_wanted(maps={"10.192.0.2": ONION}), (), PLACES).splitlines()

    assert f"MapAddress 10.192.0.2 {ONION}" in lines
