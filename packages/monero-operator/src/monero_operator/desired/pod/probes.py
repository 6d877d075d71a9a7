# SPDX-License-Identifier: Apache-2.0
"""Who is asked what, how often, and when Kubernetes gives up. Ports are numeric, as names may be taken by others.

Readiness is asked of the exporter, which judges by heights; liveness of monerod never is, and never means "in sync".
"""

from monero_operator import naming
from monero_operator.desired import shapes

STARTUP_SECONDS = 3600
"""Opening a large database, or migrating an old one, takes this long at worst."""
GIVE_UP_SECONDS = 300
"""monerod may be busy for minutes; killing it then only costs it its work."""


def monerod_startup(port: int) -> shapes.Probe:
    """Return the probe that holds back all others until monerod answers."""
    # monerod opens its port before it answers, so a probe that connects early hangs: hence a short timeout.
    return _probe("/get_height", port, period_seconds=2, timeout_seconds=2, give_up_seconds=STARTUP_SECONDS)


def monerod_liveness(port: int) -> shapes.Probe:
    """Return the probe that restarts a monerod that answers nothing for minutes."""
    return _probe("/get_height", port, period_seconds=30, timeout_seconds=25, give_up_seconds=GIVE_UP_SECONDS)


def exporter_liveness() -> shapes.Probe:
    """Return the probe of the exporter itself, whatever its monerod does."""
    return _probe("/healthz", naming.EXPORTER_PORT, period_seconds=10, timeout_seconds=5, give_up_seconds=60)


def readiness() -> shapes.Probe:
    """Return the probe that decides whether clients are sent to the pod."""
    # The exporter answers within 5 seconds, also when its monerod hangs.
    return _probe("/readyz", naming.EXPORTER_PORT, period_seconds=5, timeout_seconds=6, give_up_seconds=15)


def _probe(path: str, port: int, *, period_seconds: int, timeout_seconds: int, give_up_seconds: int) -> shapes.Probe:
    return shapes.Probe(
        http_get=shapes.HttpGet(path=path, port=port),
        period_seconds=period_seconds,
        timeout_seconds=timeout_seconds,
        failure_threshold=give_up_seconds // period_seconds,
    )
