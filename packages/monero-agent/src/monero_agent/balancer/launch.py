# SPDX-License-Identifier: Apache-2.0
"""Starts Onionbalance with other constants than its own: run by path, with a JSON object of them as first argument.

Its ten minutes between two looks at a backend are for services that rarely move: a rolling restart of all backends
within that time would leave nobody behind the onion. The program has no options for that, and reads the constants of
`onionbalance.hs_v3.params` each time that it uses them. Its own test mode is no way: it also changes what tor's network
has to be like.
"""

import importlib
import json
import sys


def main(arguments: list[str]) -> None:
    """Change the constants, and be Onionbalance with the other arguments from then on."""
    params = importlib.import_module("onionbalance.hs_v3.params")
    for name, value in json.loads(arguments[0]).items():
        if not hasattr(params, name):
            raise SystemExit(f"this version of Onionbalance has no constant {name}")
        setattr(params, name, value)
    sys.argv = ["onionbalance", *arguments[1:]]
    importlib.import_module("onionbalance.manager").main()


if __name__ == "__main__":
    main(sys.argv[1:])
