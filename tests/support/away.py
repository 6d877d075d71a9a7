# SPDX-License-Identifier: Apache-2.0
"""An operator that is away for a while, in all its replicas."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from tests.support.waiting import until
from tools import deploy
from tools.kubectl import Kubectl

OPERATOR = "deployment/monero-operator"


@contextlib.contextmanager
def operator(client: Kubectl) -> Iterator[None]:
    """Stop every replica, and after the block bring them back."""
    namespace = client.within(deploy.NAMESPACE)
    namespace.run("scale", OPERATOR, "--replicas=0")
    try:
        until(lambda: not namespace.items("pods"), seconds=60, what="the operator is away")
        yield
    finally:
        namespace.run("scale", OPERATOR, "--replicas=2")
        namespace.run("rollout", "status", OPERATOR, "--timeout=90s")
