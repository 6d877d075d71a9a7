# SPDX-License-Identifier: Apache-2.0
"""The text of `i2pd.conf`: defaults, the operator's options, the user's, and the agent's own, each option once.

i2pd includes no files and ends over an option that is there twice, so the user's text is read here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monero_agent.config import WrongError
from monero_agent.i2p import own_key
from monero_agent.i2p.wanted import Place, Wanted

TUNNELS = "shareddest"
"""The section whose options hold for all tunnels: i2pd has it for those without a destination of their own."""
CONSOLE_PORT = 7070
PORTS = range(9111, 18000)
"""Where other routers come in. i2pd itself takes any up to 30777, which could be one of monerod's."""

_DEFAULTS = {
    "addressbook.enabled": "false",  # it would fetch lists of names, and monerod knows addresses only
    "httpproxy.enabled": "false",
    "sam.enabled": "false",
    "certsdir": "/usr/share/i2pd/certificates",
    "http.port": str(CONSOLE_PORT),
}
_SECTION = re.compile(r"\[\s*([A-Za-z0-9_.]+)\s*\]")
_LINE = re.compile(r"([A-Za-z0-9_.]+)\s*=\s*(.*)")
_NOT_THEIRS = frozenset({"conf", "daemon", "datadir", "log", "logfile", "pidfile", "service", "tunconf", "tunnelsdir"})
"""Where the agent has things, and how it runs i2pd."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where i2pd finds things. In `own` are the keys that it makes for what leads out, so that a SIGHUP leaves them.

    `door` is a port of 127.0.0.1 where siblings knock.
    """

    data: Path
    tunnels: Path
    own: Path
    reseed: Path | None
    port: int
    password: str
    door: int


def options(wanted: Wanted, places: Places, extra: str = "") -> dict[str, str]:
    """Return all options."""
    socks = {"socksproxy.enabled": "false"}
    if wanted.socks:
        socks = {"socksproxy.enabled": "true", **_at("socksproxy", wanted.socks)}
    reseed = {"reseed.zipfile": str(places.reseed)} if places.reseed else {}
    given = {"port": str(places.port)} | _DEFAULTS | reseed | dict(wanted.options) | parse(extra)
    return {name: value for name, value in given.items() if name not in _NOT_THEIRS} | socks | _own(places)


def render(options: Mapping[str, str]) -> str:
    """Return options as text: a name may carry its section."""
    return "".join(f"{name} = {value}\n" for name, value in options.items())


def parse(text: str) -> dict[str, str]:
    """Return the options of a text, with sections or without."""
    return {name: value for _, name, value in numbered(text)}


def numbered(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the options of a text with the numbers of their lines."""
    section = ""
    for number, line in enumerate((each.partition("#")[0].strip() for each in text.splitlines()), start=1):
        if header := _SECTION.fullmatch(line):
            section = f"{header[1]}."
        elif pair := _LINE.fullmatch(line):
            yield number, section + pair[1], pair[2]
        elif line:
            raise WrongError(f"line {number} of i2pd.conf is neither a section nor an option")


def of_tunnels(options: Mapping[str, str]) -> dict[str, str]:
    """Return the options that every tunnel has."""
    start = f"{TUNNELS}."
    return {name.removeprefix(start): value for name, value in options.items() if name.startswith(start)}


def _own(places: Places) -> dict[str, str]:
    return {
        "tunconf": str(places.tunnels),
        "tunnelsdir": str(places.own / "none"),
        "log": "file",
        "logfile": "/dev/stdout",  # a file gets no colors; where this one cannot be opened it goes there all the same
        "socksproxy.keys": f"{below(places.data, places.own)}/{own_key.SOCKS}",
        "http.enabled": "true",
        "http.address": "127.0.0.1",
        "http.lang": "english",
        "http.auth": "true",
        "http.user": "agent",
        "http.pass": places.password,
        "http.webroot": "/",
    }


def _at(section: str, place: Place) -> dict[str, str]:
    return {f"{section}.address": place.host, f"{section}.port": str(place.port)}


def below(data: Path, file: Path) -> str:
    """Return a file or folder as i2pd takes it: it puts its own folder before every name of a file with keys."""
    return str(Path(*[".."] * (len(data.resolve().parts) - 1), *file.resolve().parts[1:]))
