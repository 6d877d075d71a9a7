# SPDX-License-Identifier: Apache-2.0
"""What a person sets, from flags or the environment, as one frozen value. A flag beats its variable.

The login alone has no flag but a file's: arguments are seen by everybody on the machine.
"""

import argparse
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from aiomonero.transport.tls import Trust
from aiomonero.types import peer_address
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login

_PREFIX = "MONERO_EXPORTER_"
_LOGIN = f"{_PREFIX}RPC_LOGIN"
_TRUTHS = {"true": True, "1": True, "false": False, "0": False, "": False}


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """`bind_host` None means every address; `is_closed`: the daemon belongs to a network of its own.

    `siblings` are hosts and ports of the exporters of other nodes; a host may be the name of many.
    Without `trust` an https daemon is verified by the system's authorities.
    """

    endpoint: Endpoint
    login: Login | None
    trust: Trust | None
    bind_host: str | None
    bind_port: int
    telemetry_path: str
    is_closed: bool
    has_metrics: bool
    name: str | None
    siblings: tuple[tuple[str, int], ...]


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Read the settings; exits with a sentence about what is wrong, as commands do."""
    parser = _parser(environment)
    options = parser.parse_args(arguments)
    host, port = options.bind_addr
    try:
        login = _login(options.rpc_login_file, environment.get(_LOGIN, ""))
        trust = _trust(options.rpc_ca_file, is_insecure=options.rpc_insecure)
    except ValueError as error:
        parser.error(str(error))
    if options.siblings and not options.name:
        parser.error("siblings were given: say --name too, so that this node is told from them")
    return Settings(
        endpoint=options.monero_addr,
        login=login,
        trust=trust,
        bind_host=host,
        bind_port=port,
        telemetry_path=options.telemetry_path,
        is_closed=options.closed,
        has_metrics=not options.no_metrics,
        name=options.name or None,
        siblings=options.siblings,
    )


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="monero-exporter",
        description="Metrics and health of one Monero daemon.",
        epilog=f"Each flag is also an environment variable, such as {_PREFIX}MONERO_ADDR. "
        f"{_LOGIN} holds the daemon's login as username:password; no flag does, for everybody sees arguments.",
        allow_abbrev=False,
    )

    def add_value(flag: str, default: str, kind: Callable[[str], object], explanation: str) -> None:
        value = environment.get(_variable(flag), default)
        parser.add_argument(
            flag, default=value, type=kind, metavar="TEXT", help=f"{explanation} (default: {default or 'none'})"
        )

    def add_switch(flag: str, explanation: str) -> None:
        is_on = _truth(parser, _variable(flag), environment.get(_variable(flag), ""))
        parser.add_argument(flag, default=is_on, action="store_true", help=explanation)

    add_value("--monero-addr", "http://127.0.0.1:18081", _endpoint, "the daemon's unrestricted RPC")
    add_value("--rpc-login-file", "", str, "a file with the daemon's login as username:password")
    add_value("--rpc-ca-file", "", str, "authorities to believe of an https daemon, in PEM, instead of the system's")
    add_switch("--rpc-insecure", "believe any certificate of an https daemon")
    add_value("--bind-addr", ":9000", _bind_address, "where to listen, as HOST:PORT or :PORT")
    add_value("--telemetry-path", "/metrics", _path, "path of the metrics")
    add_switch("--closed", "the daemon belongs to a closed network: needs no peers and no young top block to be ready")
    add_value("--name", "", str, "what this node is called, as /status tells")
    add_value("--siblings", "", _addresses, "exporters of the set's other nodes, as HOST:PORT[,HOST:PORT]")
    add_switch("--no-metrics", "serve health and status only")
    return parser


def _login(file: str, variable: str) -> Login | None:
    if file and variable:
        raise ValueError(f"the login stands in {file} and in {_LOGIN}: choose one")
    if not file:
        return Login.parse(variable) if variable else None
    try:
        return Login.parse(Path(file).read_text().rstrip("\r\n"))
    except OSError as error:
        raise ValueError(f"cannot read a login of {file}: {error}") from error


def _trust(ca_file: str, *, is_insecure: bool) -> Trust | None:
    if not ca_file and not is_insecure:
        return None
    trust = Trust(ca_file=Path(ca_file) if ca_file else None, is_insecure=is_insecure)
    trust.context()  # what cannot be read is told before anything starts
    return trust


def _variable(flag: str) -> str:
    return _PREFIX + flag.removeprefix("--").replace("-", "_").upper()


def _truth(parser: argparse.ArgumentParser, variable: str, text: str) -> bool:
    truth = _TRUTHS.get(text.lower())
    if truth is None:
        parser.error(f"{variable} is {text!r}: write true or false")
    return truth


def _endpoint(text: str) -> Endpoint:
    try:
        return Endpoint.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _bind_address(text: str) -> tuple[str | None, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no address to listen at: write HOST:PORT or :PORT")
    return host.strip("[]") or None, int(port)


def _addresses(text: str) -> tuple[tuple[str, int], ...]:
    try:
        return tuple(peer_address.host_and_port(each) for each in text.split(",") if each)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} are no addresses of exporters: write HOST:PORT[,HOST:PORT]"
        ) from None


def _path(text: str) -> str:
    if not text.startswith("/") or text in ("/healthz", "/readyz", "/status"):
        raise argparse.ArgumentTypeError(f"{text!r} cannot be the path of the metrics: write one like /metrics")
    return text
