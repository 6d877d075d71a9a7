# SPDX-License-Identifier: Apache-2.0
"""Whether the labels and annotations that a person names can be set: the schema cannot check what a map's keys are."""

import re
from collections.abc import Iterable, Iterator

from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.arguments import Finding
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import nodes
from monero_operator.api.v1alpha1.metrics import Metrics

_QUALIFIED = re.compile(r"([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")


def reserved(labels: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each label that is the operator's to set."""
    for label in sorted(labels):
        if label.startswith(naming.OWN_LABEL_PREFIXES):
            yield arguments.finding(Reason.LABEL_RESERVED, label=label)


def of_monitors(metrics: Metrics) -> frozenset[str]:
    """Return the names of the labels that the monitor and the rules are to have."""
    return frozenset({*metrics.monitor.labels, *(metrics.rules.labels or {})})


def malformed(prefix: str, spec: nodes.NodeSpec, pod_labels: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each name of a label or annotation that Kubernetes would not take."""
    fields = {
        "pod.labels": pod_labels | spec.pod.labels.keys(),
        "pod.annotations": spec.pod.annotations.keys(),
        "pod.nodeSelector": spec.pod.node_selector.keys(),
        "service.annotations": spec.service.annotations.keys(),
        "metrics.monitor.labels": spec.metrics.monitor.labels.keys(),
        "metrics.rules.labels": (spec.metrics.rules.labels or {}).keys(),
    }
    for field, names in fields.items():
        for name in sorted(name for name in names if not _QUALIFIED.fullmatch(name)):
            problem = "a name consists of letters, digits, '-', '_' and '.', after a domain and '/' if it has one"
            yield arguments.malformed(f"{prefix}.{field}", name, problem)
