# SPDX-License-Identifier: Apache-2.0
"""One alert, one recording, and how each is written into a group."""

import dataclasses
import enum
from collections.abc import Iterable, Mapping
from typing import Any

from aiomonero.types.network import Network
from monero_operator.desired.rules.terms import Terms

NODE = "{{ with $labels.namespace }}{{ . }}/{{ end }}{{ $labels.instance }}"
"""The node (or miner) of an alert, in a sentence: the pod where there is one, else host and port."""
SET = "{{ with $labels.namespace }}{{ . }}/{{ end }}{{ or $labels.set $labels.job }}"
"""The set of an alert about all its nodes."""

PAGES = "docs/how-to/alerts"
"""Where the pages that say what to do stand in the project."""

# The value of an alert's expression, in a sentence.
COUNT = '{{ printf "%.0f" $value }}'
NUMBER = "{{ $value | humanize }}"
SHARE = "{{ $value | humanizePercentage }}"
DURATION = "{{ $value | humanizeDuration }}"
SIZE = "{{ $value | humanize1024 }}B"


class Severity(enum.StrEnum):
    """Who should look, and when."""

    CRITICAL = "critical"
    """Clients are not served or coins are at risk: now, also at night."""
    WARNING = "warning"
    """Something is broken and nobody suffers yet: within the day."""


def severity(network: Network) -> Severity:
    """Return how urgent is what costs coins on mainnet: on other networks there are none to lose."""
    return Severity.CRITICAL if network is Network.MAINNET else Severity.WARNING


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`when` is PromQL; `lasting` is in seconds, at the terms' pace once written."""

    name: str
    severity: Severity
    when: str
    lasting: float
    summary: str
    description: str
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def write(self, terms: Terms) -> dict[str, Any]:
        """Return the rule as Prometheus reads it."""
        return {
            "alert": self.name,
            "expr": self.when,
            "for": terms.span(self.lasting) if self.lasting else "0s",
            "labels": {"severity": str(self.severity), **{name: str(value) for name, value in self.labels.items()}},
            "annotations": self._annotations(terms),
        }

    def _annotations(self, terms: Terms) -> dict[str, str]:
        # Whoever shows an alert makes a link of `runbook_url`, so a path without a server would lead nowhere.
        if terms.runbooks:
            link = {"runbook_url": f"{terms.runbooks}/{self.name}.md"}
            return {"summary": self.summary, "description": self.description, **link}
        return {"summary": self.summary, "description": f"{self.description} What to do: {PAGES}/{self.name}.md."}


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    """A series that is computed once, because more than one reader wants it. `value` is PromQL."""

    name: str
    value: str

    def write(self, _: Terms) -> dict[str, Any]:
        """Return the rule as Prometheus reads it."""
        return {"record": self.name, "expr": self.value}


def lines(*parts: str) -> str:
    """Join the lines of an expression."""
    return "\n".join(parts)


def group(name: str, rules: Iterable[Alert | Recording], terms: Terms) -> dict[str, Any]:
    """Return a group of rules as Prometheus reads it."""
    return {"name": name, "rules": [rule.write(terms) for rule in rules]}
