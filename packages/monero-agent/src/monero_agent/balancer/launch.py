# SPDX-License-Identifier: Apache-2.0
"""Starts Onionbalance with other constants than its own: run by path, with a JSON object of them as first argument.

Its ten minutes between two looks at a backend are for services that rarely move: a rolling restart of all backends
within that time would leave nobody behind the onion. The program has no options for that, and reads the constants of
`onionbalance.hs_v3.params` each time that it uses them. Its own test mode is no way: it also changes what tor's network
has to be like.
"""

import contextlib
import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

PATIENCE_SECONDS = 45.0
"""For how long nothing is published while a backend is not seen: as long as Onionbalance itself waits for all."""

RETRY_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Between two tries to meet tor, which may just be starting, or be too busy to say who it is."""


def main(arguments: list[str]) -> None:
    """Change the constants, and be Onionbalance with the other arguments from then on."""
    params = importlib.import_module("onionbalance.hs_v3.params")
    for name, value in json.loads(arguments[0]).items():
        if not hasattr(params, name):
            raise SystemExit(f"this version of Onionbalance has no constant {name}")
        setattr(params, name, value)
    util: Any = importlib.import_module("onionbalance.common.util")
    util.connect_to_control_port = persistent(util.connect_to_control_port)
    balancing = importlib.import_module("onionbalance.hs_v3.onionbalance").Onionbalance
    balancing.publish_all_descriptors = patient(balancing.publish_all_descriptors)
    sys.argv = ["onionbalance", *arguments[1:]]
    importlib.import_module("onionbalance.manager").main()


def persistent(connect: Callable[..., Any]) -> Callable[..., Any]:
    """Return what meets tor as `connect` does, and tries for half a minute before Onionbalance gives up and ends."""

    def connect_in_the_end(*arguments: Any, **options: Any) -> Any:
        for seconds in RETRY_SECONDS:
            with contextlib.suppress(SystemExit):
                return connect(*arguments, **options)
            time.sleep(seconds)
        return connect(*arguments, **options)

    return connect_in_the_end


def patient(publish: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return what publishes once all backends were seen, or no one waits for the others any more.

    A first descriptor with some of them would take the place of one with all.
    """
    until = time.monotonic() + PATIENCE_SECONDS

    def publish_if_seen(balancing: Any) -> None:
        are_seen = all(each.descriptor for service in balancing.services for each in service.instances)
        if are_seen or time.monotonic() >= until:
            publish(balancing)

    return publish_if_seen


if __name__ == "__main__":
    main(sys.argv[1:])
