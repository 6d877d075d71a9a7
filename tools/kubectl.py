# SPDX-License-Identifier: Apache-2.0
"""kubectl as the tools and the end-to-end tests call it: bounded, with readable failures."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
from typing import Any

DEFAULT_TIMEOUT_SECONDS = 120


class KubectlFailed(Exception):
    """A kubectl call exited with an error; the message is what kubectl said."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kubectl:
    """A kubectl that is bound to one cluster and, where given, to one namespace.

    A cluster on this very machine is not reached through a proxy, whatever the environment says.
    """

    command: tuple[str, ...]
    may_use_proxy: bool = True

    def within(self, namespace: str) -> Kubectl:
        """Return the same kubectl for one namespace."""
        return dataclasses.replace(self, command=(*self.command, "--namespace", namespace))

    def run(self, *arguments: str, stdin: str | None = None, timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS) -> str:
        """Run one call and return its standard output; raises KubectlFailed."""
        try:
            done = subprocess.run(
                [*self.command, *arguments],
                input=stdin,
                capture_output=True,
                text=True,
                timeout=timeout_seconds,
                env=os.environ | ({} if self.may_use_proxy else {"NO_PROXY": "*"}),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise KubectlFailed(f"kubectl {' '.join(arguments)}: no answer within {timeout_seconds:g} s") from None
        if done.returncode:
            raise KubectlFailed(f"kubectl {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def get(self, *arguments: str) -> Any:
        """Return the JSON of `kubectl get`."""
        return json.loads(self.run("get", *arguments, "--output", "json"))

    def items(self, *arguments: str) -> list[dict[str, Any]]:
        """Return the items of a list."""
        found: list[dict[str, Any]] = self.get(*arguments)["items"]
        return found
