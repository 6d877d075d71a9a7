# SPDX-License-Identifier: Apache-2.0
"""How Onionbalance is started, and the file that it is told everything else by: pure."""

import json
from collections.abc import Sequence
from pathlib import Path

from monero_agent.balancer.wanted import Wanted

FIRST_DELAY_SECONDS = 5
"""Between the first look at the backends and the first descriptor, if all were seen then (see `launch`)."""
TOO_OLD_SECONDS = 3600
"""For how long a backend counts whose descriptor cannot be fetched any more."""
LIFETIME_SECONDS = 3600
LIFETIME_SECONDS_TESTING = 60

_LAUNCHER = Path(__file__).with_name("launch.py")


def command(python: str, conf: Path, control: Path, wanted: Wanted, *, is_testing: bool) -> tuple[str, ...]:
    """Return the command; `is_testing` says that tor's network has the short periods of private ones."""
    return (
        *(python, "-P", str(_LAUNCHER), json.dumps(_constants(wanted))),
        *(f"--socket={control}", f"--config={conf}", "--verbosity=warning"),
        *(("--is-testnet",) if is_testing else ()),
    )


def configuration(keys: Sequence[Path], backends: Sequence[str], socket: Path) -> bytes:
    """Return the configuration: JSON is YAML, too. What was published before a rotation has the same backends."""
    instances = [{"address": backend, "name": f"backend{number}"} for number, backend in enumerate(backends)]
    services = [{"key": str(key), "instances": instances} for key in keys]
    return json.dumps({"services": services, "status-socket-location": str(socket)}, indent=1).encode()


def _constants(wanted: Wanted) -> dict[str, int]:
    both = {
        "FETCH_DESCRIPTOR_FREQUENCY": wanted.fetch_seconds,
        "PUBLISH_DESCRIPTOR_CHECK_FREQUENCY": wanted.publish_seconds,
        "INSTANCE_DESCRIPTOR_TOO_OLD": TOO_OLD_SECONDS,
    }
    return {
        "INITIAL_CALLBACK_DELAY": FIRST_DELAY_SECONDS,
        "FRONTEND_DESCRIPTOR_LIFETIME": LIFETIME_SECONDS,
        "FRONTEND_DESCRIPTOR_LIFETIME_TESTNET": LIFETIME_SECONDS_TESTING,
        **both,
        **{f"{name}_TESTNET": value for name, value in both.items()},
    }
