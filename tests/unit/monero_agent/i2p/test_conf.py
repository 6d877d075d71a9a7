# SPDX-License-Identifier: Apache-2.0
"""`i2pd.conf`: whose word counts, and that no option is there twice."""

from pathlib import Path

import pytest

from monero_agent.config import WrongError
from monero_agent.i2p import conf
from monero_agent.i2p.wanted import Place, Wanted

PLACES = conf.Places(Path("/data/i2p"), Path("/run/x/tunnels.conf"), Path("/run/x/own"), None, 12345, "secret", 1)


def _options(extra="", *, socks=None, options=None, places=PLACES):
    return conf.options(Wanted(socks, options or {}, (), ()), places, extra)


def test_a_persons_options_replace_the_operators_and_those_the_defaults():
    """With sections or without, and each once."""
    options = _options(
        "bandwidth = P # some\n\n[ntcp2]\npublished=false\n[ http ]\nport = 7071",
        options={"bandwidth": "X", "ntcp2.enabled": "true"},
    )

    expected = {"bandwidth": "P", "ntcp2.enabled": "true", "ntcp2.published": "false", "http.port": "7071"}
    assert {name: options[name] for name in expected} == expected
    assert conf.parse(conf.render(options)) == options


@pytest.mark.parametrize("name", ["http.enabled", "http.address", "http.auth", "http.pass", "tunconf", "http.lang"])
def test_what_the_agent_depends_on_is_its_own(name):
    """It looks at the console, which nobody without the password gets to see."""
    assert _options(f"{name} = other")[name] == _options()[name] != "other"


def test_i2pd_stays_where_it_was_put():
    """Options that would hide it from the agent are left out."""
    assert _options("daemon = true\nlogfile = /x\ndatadir = /x\n[log]\nx = 1").keys() == _options("log.x = 1").keys()


def test_programs_of_the_pod_have_a_proxy_where_one_is_wanted():
    """It listens nowhere else, and nowhere at all otherwise."""
    options = _options("[socksproxy]\nenabled = false\naddress = 0.0.0.0", socks=Place("127.0.0.1", 4447))

    assert [options[f"socksproxy.{each}"] for each in ("enabled", "address", "port")] == ["true", "127.0.0.1", "4447"]
    assert _options("[socksproxy]\nenabled = true")["socksproxy.enabled"] == "false"


def test_files_of_keys_are_reached_from_i2pds_own_folder(tmp_path):
    """It puts that before every name, so the way leads up to the root first."""
    data = tmp_path / "data" / "i2p"
    data.mkdir(parents=True)
    (tmp_path / "key.dat").write_text("here")

    assert (data / conf.below(data, tmp_path / "key.dat")).read_text() == "here"


def test_routers_to_begin_with_can_be_given():
    """A network of one's own has no server for that."""
    places = conf.Places(Path("/d"), Path("/t"), Path("/o"), Path("/extra/reseed.zip"), 1, "", 1)

    assert _options(places=places)["reseed.zipfile"] == "/extra/reseed.zip"
    assert "reseed.zipfile" not in _options()


def test_options_of_all_tunnels_have_a_section():
    """i2pd itself reads it for those that have no destination of their own."""
    options = _options("[shareddest]\ninbound.length = 1\ni2cp.x = 2\n[exploratory]\ninbound.length = 3")

    assert conf.of_tunnels(options) == {"inbound.length": "1", "i2cp.x": "2"}


@pytest.mark.parametrize("text", ["nonsense", "[open", "= 1", "a b = 1"])
def test_a_line_that_is_no_option_is_refused(text):
    """i2pd would end over it."""
    with pytest.raises(WrongError, match=r"i2pd\.conf"):
        conf.parse(text)
