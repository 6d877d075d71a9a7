# SPDX-License-Identifier: Apache-2.0
"""What a person sets, from flags or the environment, as one frozen value: a field and its flag for each thing.

The login alone has no flag but a file's: arguments are seen by everybody on the machine.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

import monero_exporter
from aiomonero.transport.tls import Trust
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from monero_exporter import values
from monero_exporter.flags import PREFIX, Flags
from monero_exporter.targets import Targets

_LOGIN = values.LOGIN_VARIABLE
_DAEMON = "the daemon's unrestricted RPC, or none beside a miner"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`is_closed`: the daemon belongs to a network of its own. `timeout_seconds` bounds each question to the daemon.

    `siblings` are where the exporters of other nodes are; one host may be the name of many, of this node too.
    Without an `endpoint` there is no daemon. Without `trust` an https daemon is verified by the system's authorities.
    `tor` and `i2p` are where their agents tell how these are; `transport` is that by which all peers are met, if any.
    """

    endpoint: Endpoint | None
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
    name: str | None
    siblings: tuple[values.Address, ...]
    xmrig: Endpoint | None
    xmrig_token: str | None = dataclasses.field(repr=False)
    p2pool: Path | None
    tor: Endpoint | None
    i2p: Endpoint | None
    transport: str | None
    doubts: tuple[str, ...] = ()
    """Sentences about what was given and has no effect."""


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Read the settings; exits with a sentence about what is wrong, as commands do."""
    flags = _flags(environment)
    fields = flags.parse(arguments)
    try:
        fields["login"] = values.login(fields.pop("login_file"), environment.get(_LOGIN, ""), _LOGIN)
        fields["xmrig_token"] = values.token(fields.pop("xmrig_token_file"))
        fields["trust"] = values.trust(fields.pop("ca_file"), is_insecure=fields.pop("is_insecure"))
    except ValueError as error:
        flags.refuse(str(error))
    if lack := _lack(fields):
        flags.refuse(lack)
    return Settings(**fields, doubts=tuple(flags.strangers((_LOGIN,))))


def _lack(fields: Mapping[str, object]) -> str | None:
    """Say what is missing beside what was given."""
    if fields["siblings"] and not fields["name"]:
        return "--siblings needs --name too, by which this node is told from them"
    if fields["xmrig_token"] and not fields["xmrig"]:
        return "--xmrig-token-file needs --xmrig-addr too"
    if fields["zmq_address"] and not fields["endpoint"]:
        return "--zmq-addr needs a daemon: --monero-addr is none"
    return None


def _flags(environment: Mapping[str, str]) -> Flags:
    flags = Flags(
        environment,
        program="monero-exporter",
        version=monero_exporter.__version__,
        description="Metrics and health of one Monero daemon.",
        epilog=f"Each flag is also an environment variable, such as {PREFIX}MONERO_ADDR. "
        f"{_LOGIN} holds the daemon's login as username:password; no flag does, for everybody sees arguments.",
    )
    _add_daemon(flags)
    _add_site(flags)
    _add_companions(flags)
    _add_miners(flags)
    return flags


def _add_daemon(flags: Flags) -> None:
    flags.group("the daemon")
    flags.value("endpoint", "--monero-addr", "http://127.0.0.1:18081", values.daemon_address, _DAEMON, shape="URL")
    flags.value("login_file", "--rpc-login-file", "", str, "a file with its login, username:password", shape="FILE")
    flags.value("ca_file", "--rpc-ca-file", "", str, "authorities to trust instead of the system's, PEM", shape="FILE")
    flags.switch("is_insecure", "--rpc-insecure", "trust any certificate of an https daemon")
    flags.value("proxy", "--proxy", "", values.proxy, "SOCKS5 proxy to ask it through", shape="socks5://HOST:PORT")
    flags.value("timeout_seconds", "--timeout", "2", values.seconds, "time for each question to it", shape="SECONDS")
    flags.value("zmq_address", "--zmq-addr", "", values.publisher, "where it publishes", shape="tcp://HOST:PORT")
    flags.value("transport", "--transport", "", values.transport, "how it meets all its peers", shape="tor|i2p")
    flags.switch("is_closed", "--closed", "a closed network: readiness takes no peers and no young top block")


def _add_site(flags: Flags) -> None:
    flags.group("what is served")
    flags.value("bind", "--bind-addr", ":9000", values.bind_address, "where to listen", shape="[HOST]:PORT")
    flags.value("telemetry_path", "--telemetry-path", "/metrics", values.telemetry_path, "of the metrics", shape="PATH")
    probed = "daemons that /probe may be asked about"
    flags.value("probe_targets", "--probe-targets", "", Targets.parse, probed, shape="HOST:PORT,…")
    flags.switch("has_metrics", "--no-metrics", "serve health and status only", turns=False)


def _add_companions(flags: Flags) -> None:
    flags.group("beside the daemon")
    flags.value("name", "--name", "", values.name, "what this node is called at its siblings", shape="NAME")
    siblings = "exporters of the other nodes of its set"
    flags.value("siblings", "--siblings", "", values.exporters, siblings, shape="HOST:PORT,…")
    flags.value("geoip_file", "--geoip-filepath", "", values.path, "countries in MaxMind's format, .mmdb", shape="FILE")
    flags.value("tor", "--tor-addr", "", values.tor_agent, "what tells how tor is: its monero-agent", shape="URL")
    flags.value("i2p", "--i2p-addr", "", values.i2p_agent, "the same of i2pd", shape="URL")


def _add_miners(flags: Flags) -> None:
    flags.group("miners")
    flags.value("xmrig", "--xmrig-addr", "", values.xmrig_address, "HTTP API of an xmrig", shape="URL")
    secret = "a file with what --http-access-token told xmrig"  # noqa: S105 - the words of a help text
    flags.value("xmrig_token_file", "--xmrig-token-file", "", str, secret, shape="FILE")
    flags.value("p2pool", "--p2pool-data", "", values.path, "folder of --data-api of a p2pool", shape="FOLDER")
