# SPDX-License-Identifier: Apache-2.0
"""Who is asked what, how often, and when Kubernetes gives up. Ports are numeric, as names may be taken by others.

Readiness is asked of the exporter, which judges by heights; liveness of monerod never is, and never means "in sync".
Kubernetes knows neither HTTP Digest nor our certificates: where monerod wants a login or speaks TLS it only connects.
"""

from monero_operator import naming
from monero_operator.desired import shapes

Question = shapes.HttpGet | shapes.TcpSocket

STARTUP_SECONDS = 3600
"""Opening a large database, or migrating an old one, takes this long at worst."""
GIVE_UP_SECONDS = 300
"""monerod may be busy for minutes; killing it then only costs it its work."""


def monerod_startup(port: int, *, is_guarded: bool) -> shapes.Probe:
    """Return the probe that holds back all others until monerod answers."""
    # monerod opens its port before it answers, so a probe that connects early hangs: hence a short timeout.
    question = _monerod(port, is_guarded=is_guarded)
    return _probe(question, period_seconds=2, timeout_seconds=2, give_up_seconds=STARTUP_SECONDS)


def monerod_liveness(port: int, *, is_guarded: bool) -> shapes.Probe:
    """Return the probe that restarts a monerod that answers nothing for minutes."""
    question = _monerod(port, is_guarded=is_guarded)
    return _probe(question, period_seconds=30, timeout_seconds=25, give_up_seconds=GIVE_UP_SECONDS)


def exporter_liveness() -> shapes.Probe:
    """Return the probe of the exporter itself, whatever its monerod does."""
    return _probe(_exporter("/healthz"), period_seconds=10, timeout_seconds=5, give_up_seconds=60)


def agent_liveness(port: int) -> shapes.Probe:
    """Return the probe of the agent itself, whatever its tor or i2pd does."""
    return _probe(shapes.HttpGet(path="/healthz", port=port), period_seconds=10, timeout_seconds=5, give_up_seconds=60)


def balancer_readiness(port: int) -> shapes.Probe:
    """Return the probe that says whether the shared onion is published, which takes a new Onionbalance some seconds."""
    return _probe(shapes.HttpGet(path="/readyz", port=port), period_seconds=10, timeout_seconds=5, give_up_seconds=60)


def readiness() -> shapes.Probe:
    """Return the probe that decides whether clients are sent to the pod."""
    # The exporter answers within 5 seconds, also when its monerod hangs.
    return _probe(_exporter("/readyz"), period_seconds=5, timeout_seconds=6, give_up_seconds=15)


def xmrig_liveness() -> shapes.Probe:
    """Return the probe that restarts a miner that answers nothing for minutes."""
    return _probe(_xmrig(), period_seconds=30, timeout_seconds=20, give_up_seconds=GIVE_UP_SECONDS)


def xmrig_readiness() -> shapes.Probe:
    """Return the probe that says whether the miner runs, with or without a pool."""
    return _probe(_xmrig(), period_seconds=5, timeout_seconds=5, give_up_seconds=15)


def _xmrig() -> Question:
    return shapes.HttpGet(path="/2/summary", port=naming.XMRIG_API_PORT)


def _monerod(port: int, *, is_guarded: bool) -> Question:
    return shapes.TcpSocket(port=port) if is_guarded else shapes.HttpGet(path="/get_height", port=port)


def _exporter(path: str) -> Question:
    return shapes.HttpGet(path=path, port=naming.EXPORTER_PORT)


def _probe(question: Question, *, period_seconds: int, timeout_seconds: int, give_up_seconds: int) -> shapes.Probe:
    return shapes.Probe(
        http_get=question if isinstance(question, shapes.HttpGet) else None,
        tcp_socket=question if isinstance(question, shapes.TcpSocket) else None,
        period_seconds=period_seconds,
        timeout_seconds=timeout_seconds,
        failure_threshold=give_up_seconds // period_seconds,
    )
