# SPDX-License-Identifier: Apache-2.0
"""The recipe of the demo: the order of its steps, each timed, each with a bound."""

from __future__ import annotations

import argparse
import concurrent.futures
import sys
from typing import Any

from localkube.errors import LocalkubeError
from tools import cluster, deploy, publish
from tools.demo import network, report, sets, stopwatch
from tools.kubectl import Kubectl, KubectlFailed


def up() -> None:
    """Build, start, install, apply and wait; end with what runs, what it took and what to try."""
    watch = stopwatch.Stopwatch()
    cluster.check()
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as beside:
        images = beside.submit(publish.build_for_cluster, *deploy.IMAGES)
        with watch.step("Kubernetes built"):
            cluster.build()
        with watch.step("images built, beside it"):
            built = images.result()
    with watch.step("cluster up"):
        client = cluster.up()
    with watch.step("images on every machine"):
        references = publish.provide(built)
    with watch.step("operator installed and ready"):
        deploy.up(client, references)
    peers = _network(client, watch)
    _sets(client, watch)
    report.show(peers, sets.rows(client), watch)


def _network(client: Kubectl, watch: stopwatch.Stopwatch) -> list[network.Peer]:
    with watch.step("network applied, all peers ready"):
        network.apply(client)
        network.wait_ready(client, watch)
    with watch.step("all peers at one top hash beyond the initial blocks"):
        return network.wait_one_hash(client, watch)


def _sets(client: Kubectl, watch: stopwatch.Stopwatch) -> None:
    with watch.step("full nodes and miners beside it, nodes ready"):
        sets.apply(client)
        sets.wait_ready(client)
    with watch.step("miners connected, a block found"):
        sets.wait_mined(client, watch)


def down() -> None:
    """Remove what the demo made: with localkube the machines too, elsewhere its namespace only."""
    if cluster.is_existing():
        network.delete(cluster.kubectl())
        print(
            "the demo's namespace is gone; "
            "`make undeploy` removes the operator, and with it everything that was made of its kinds"
        )
    else:
        cluster.down()


def main() -> None:
    """Run one verb from the Makefile."""
    parser = argparse.ArgumentParser(prog="tools.demo", description=__doc__)
    parser.add_argument("verb", choices=("up", "down"))
    verbs: dict[str, Any] = {"up": up, "down": down}
    verb = verbs[parser.parse_args().verb]
    try:
        verb()
    except (cluster.Unusable, LocalkubeError, KubectlFailed, network.NotReached) as error:
        sys.exit(f"\nThe demo stopped: {error}\n`make demo` goes on from here; `make demo-down` clears it.")


if __name__ == "__main__":
    main()
