# SPDX-License-Identifier: Apache-2.0
"""What one copy of the rules is made for: which series, which limits, how fast time passes."""

import dataclasses
from collections.abc import Mapping

from aiomonero.types.network import Network
from monero_operator import naming

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

GIVEN_LABELS = "version, network"
"""Labels of `monero_daemon_info` beside the target's own."""
SET_LABELS = "cluster, namespace, set, job"
"""What tells one set of nodes from another; `cluster` is there only where rules are evaluated over many clusters."""
INSTANCE_LABELS = f"{SET_LABELS}, instance"
"""What tells one node, or miner, from another."""

_UNITS = ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1.0, "s"))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on it is trouble. Where a limit is by network, there is no such alert on a network without one."""

    block_age_seconds: Mapping[Network, float] = dataclasses.field(
        default_factory=lambda: {Network.MAINNET: 1800, Network.TESTNET: 4 * HOUR, Network.STAGENET: 4 * HOUR}
    )
    """Mainnet waits half an hour for a block once in a decade; test networks lose their miners for hours."""
    reorganization_blocks: Mapping[Network, float] = dataclasses.field(
        default_factory=lambda: {Network.MAINNET: 3, Network.TESTNET: 10, Network.STAGENET: 10}
    )
    """One or two are common; whoever tests on regtest replaces blocks on purpose."""
    lag_blocks: float = 5
    syncing_blocks_per_second: float = 1 / 30
    """Four times as fast as mainnet grows: whoever is faster catches up, and is left alone."""
    rpc_seconds: float = 1
    backlog_blocks: float = 15
    restarts_per_hour: float = 3
    restarts_in_six_hours: float = 5
    rejected_ratio: float = 0.1
    low_disk_ratio: float = 0.2
    """Of what database and free space are together: below it, a disk that fills is worth a word."""
    full_disk_ratio: float = 0.03


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`matchers` are labels that every series has to have, such as namespace and set of one custom resource.

    With `is_scraped` there should be a target with these matchers at any time, and it is told if there is none.
    `runbooks` is the URL below which the pages of docs/how-to/alerts stand, empty where nobody has put them anywhere.
    A `pace` below 1 shortens all times, for tests.
    """

    matchers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    networks: tuple[Network, ...] = tuple(Network)
    is_scraped: bool = False
    exporter_job: str = naming.JOB
    operator_job: str = "monero-operator"
    runbooks: str = ""
    limits: Limits = dataclasses.field(default_factory=Limits)
    pace: float = 1.0

    def of(self, metric: str, *matchers: str) -> str:
        """Return the selector of a metric; more matchers are written as PromQL has them."""
        own = (f'{name}="{value}"' for name, value in self.matchers.items())
        inside = ",".join((*own, *matchers))
        return f"{metric}{{{inside}}}" if inside else metric

    def during(self, seconds: float, metric: str, *matchers: str) -> str:
        """Return the selector of what a metric was in the last seconds."""
        return f"{self.of(metric, *matchers)}[{self.span(seconds)}]"

    def on(self, network: Network) -> str:
        """Return the end of an expression about single nodes that leaves those of one network."""
        return self.with_info(f'network="{network}"')

    def with_info(self, *matchers: str, beside: str = "") -> str:
        """Return the end of an expression that leaves nodes whose `monero_daemon_info` matches.

        `beside` is a label that the expression has and the info has not, with a comma behind it.
        """
        return f"and ignoring ({beside}{GIVEN_LABELS}) {self.lately('monero_daemon_info', *matchers)}"

    def lately(self, metric: str, *matchers: str) -> str:
        """Return a metric as it was told last, where that is not long ago: one question may go unanswered."""
        return f"last_over_time({self.during(10 * MINUTE, metric, *matchers)})"

    def mostly(self, metric: str, *matchers: str) -> str:
        """Return the part of the last minutes in which something held.

        Whatever has to hold at each single evaluation is never told of a daemon that answers now and then.
        """
        return f"avg_over_time({self.during(10 * MINUTE, metric, *matchers)})"

    def seconds(self, seconds: float) -> str:
        """Return seconds, at this pace, as a number of PromQL."""
        return f"{seconds * self.pace:.10g}"

    def span(self, seconds: float) -> str:
        """Return a time, at this pace, as PromQL writes it."""
        milliseconds = max(round(seconds * self.pace * 1000), 1)
        for unit, name in _UNITS:
            count, rest = divmod(milliseconds, round(unit * 1000))
            if not rest:
                return f"{count}{name}"
        return f"{milliseconds}ms"
