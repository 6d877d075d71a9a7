# SPDX-License-Identifier: Apache-2.0
"""A program that contends for a lease and writes as fast as it may; tests run two and disturb them.

It is stubborn: when it has lost the lease it goes on trying to write for a while, so that only the permit holds it
back, as it does reconciles that are in the middle of something. Each write of the ConfigMap says who wrote, its
number, and the machine's monotonic time when it was sent.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
import time
from pathlib import Path

import msgspec

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.election.elector import Elector, LeaseLost, NotLeading
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key

CONFIG_MAP = Kind("", "v1", "configmaps", "ConfigMap")
NAMESPACE = "default"
INTERVAL_SECONDS = 0.02
STUBBORN_SECONDS = 12.0
LOST = 3
"""How the program ends when it lost the lease."""


async def contend(access_path: Path, name: str, identity: str) -> int:
    """Contend for the lease of this name, and write the ConfigMap of this name; return the exit status."""
    access = kubeconfig.load(access_path)
    async with HttpClient(access) as reserved:
        elector = Elector(reserved, lease=Key(NAMESPACE, name), identity=identity)
        async with HttpClient(access, permit=elector.permit) as client:
            leading = asyncio.create_task(_lead(elector, client, name, identity))
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, leading.cancel)
            try:
                await leading
            except LeaseLost as error:
                logging.getLogger(__name__).warning("%s", error)
                return LOST
            except asyncio.CancelledError:
                await elector.release()
    return 0


async def _lead(elector: Elector, client: HttpClient, name: str, identity: str) -> None:
    await elector.acquire()
    writing = asyncio.create_task(_write(client, name, identity))
    try:
        await elector.hold()
    except LeaseLost:
        await asyncio.sleep(STUBBORN_SECONDS)
        raise
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def _write(client: HttpClient, name: str, identity: str) -> None:
    number = 0
    while True:
        number += 1
        body = {
            "apiVersion": CONFIG_MAP.api_version,
            "kind": CONFIG_MAP.name,
            "metadata": {"namespace": NAMESPACE, "name": name},
            "data": {"writer": identity, "number": str(number), "sent": repr(time.monotonic())},
        }
        try:
            await client.apply(CONFIG_MAP, NAMESPACE, name, msgspec.json.encode(body), manager=identity)
        except (errors.ApiError, errors.Unreachable, NotLeading) as error:
            logging.getLogger(__name__).debug("write %d: %s", number, error)
        await asyncio.sleep(INTERVAL_SECONDS)


def main() -> int:
    """Run until SIGTERM or the loss of the lease."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kubeconfig", type=Path)
    parser.add_argument("name")
    parser.add_argument("identity")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)d %(message)s")
    return asyncio.run(contend(arguments.kubeconfig, arguments.name, arguments.identity))


if __name__ == "__main__":
    sys.exit(main())
