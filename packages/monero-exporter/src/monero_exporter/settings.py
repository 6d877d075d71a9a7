# SPDX-License-Identifier: Apache-2.0
"""What a person sets, from flags or the environment, as one frozen value: a field and its flag for each thing.

The login alone has no flag but a file's: arguments are seen by everybody on the machine.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from aiomonero.transport.tls import Trust
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from monero_exporter import values
from monero_exporter.flags import PREFIX, Flags
from monero_exporter.targets import Targets

_LOGIN = f"{PREFIX}RPC_LOGIN"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`is_closed`: the daemon belongs to a network of its own. `timeout_seconds` bounds each question to the daemon.

    Without `trust` an https daemon is verified by the system's authorities.
    """

    endpoint: Endpoint
    login: Login | None
    trust: Trust | None
    proxy: Proxy | None
    timeout_seconds: float
    zmq_address: str | None
    bind: values.BindAddress
    telemetry_path: str
    probe_targets: Targets
    is_closed: bool
    has_metrics: bool
    geoip_file: Path | None


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Read the settings; exits with a sentence about what is wrong, as commands do."""
    flags = _flags(environment)
    fields = flags.parse(arguments)
    try:
        fields["login"] = values.login(fields.pop("login_file"), environment.get(_LOGIN, ""), _LOGIN)
        fields["trust"] = values.trust(fields.pop("ca_file"), is_insecure=fields.pop("is_insecure"))
    except ValueError as error:
        flags.refuse(str(error))
    return Settings(**fields)


def _flags(environment: Mapping[str, str]) -> Flags:
    flags = Flags(
        environment,
        program="monero-exporter",
        description="Metrics and health of one Monero daemon.",
        epilog=f"Each flag is also an environment variable, such as {PREFIX}MONERO_ADDR. "
        f"{_LOGIN} holds the daemon's login as username:password; no flag does, for everybody sees arguments.",
    )
    _add_daemon(flags)
    _add_site(flags)
    _add_companions(flags)
    return flags


def _add_daemon(flags: Flags) -> None:
    flags.value("endpoint", "--monero-addr", "http://127.0.0.1:18081", Endpoint.parse, "the daemon's unrestricted RPC")
    flags.value("login_file", "--rpc-login-file", "", str, "a file with the daemon's login as username:password")
    flags.value("ca_file", "--rpc-ca-file", "", str, "authorities to believe of an https daemon, not the system's")
    flags.switch("is_insecure", "--rpc-insecure", "believe any certificate of an https daemon")
    flags.value("proxy", "--proxy", "", values.proxy, "a SOCKS5 proxy to ask the daemon through")
    flags.value("timeout_seconds", "--timeout", "2", values.seconds, "seconds for each question to the daemon")
    flags.value("zmq_address", "--zmq-addr", "", values.publisher, "where the daemon publishes, as tcp://HOST:PORT")
    flags.switch("is_closed", "--closed", "a closed network: to be ready takes no peers and no young top block")


def _add_site(flags: Flags) -> None:
    flags.value("bind", "--bind-addr", ":9000", values.bind_address, "where to listen, as HOST:PORT or :PORT")
    flags.value("telemetry_path", "--telemetry-path", "/metrics", values.telemetry_path, "path of the metrics")
    flags.value(
        "probe_targets", "--probe-targets", "", Targets.parse, "HOST:PORT patterns that /probe may be asked about"
    )
    flags.switch("has_metrics", "--no-metrics", "serve health and status only", turns=False)


def _add_companions(flags: Flags) -> None:
    flags.value("geoip_file", "--geoip-filepath", "", values.file, "a database of countries in MaxMind's format, .mmdb")
