# SPDX-License-Identifier: Apache-2.0
"""Alerts about the operator itself and what it cannot carry out.

The runtime's families have the names that other operators use too, so they are told apart by the job.
"""

from collections.abc import Iterator

from monero_operator.desired.rules import recordings
from monero_operator.desired.rules.rule import Alert, Severity, lines
from monero_operator.desired.rules.terms import HOUR, MINUTE, Terms

_PROCESS = "cluster, namespace, job, instance"
_INSTALLATION = "cluster, namespace, job"
_MINERS = "MoneroMiningNodeSet"


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    yield _down(terms)
    yield _without_leader(terms)
    yield _not_reconciling(terms)
    yield _failing(terms)
    yield _unavailable(terms, f'kind!="{_MINERS}"', Severity.CRITICAL)
    yield _unavailable(terms, f'kind="{_MINERS}"', Severity.WARNING)
    yield _rollout_stuck(terms)
    yield _config_invalid(terms)
    yield _keys_invalid(terms)
    yield _balancer_unavailable(terms)
    yield _no_peers(terms, "Onion", "tor")
    yield _no_peers(terms, "I2P", "i2p")


def _down(terms: Terms) -> Alert:
    return Alert(
        name="MoneroOperatorDown",
        severity=Severity.WARNING,
        when=f"absent({terms.of('up', _job(terms))} == 1)",
        lasting=10 * MINUTE,
        summary="The Monero operator does not run",
        description="Prometheus has found no running operator for 10 minutes. Nodes and miners go on, but nothing is "
        "scaled, rolled out, repaired or told in their status.",
    )


def _without_leader(terms: Terms) -> Alert:
    return Alert(
        name="MoneroOperatorWithoutLeader",
        severity=Severity.WARNING,
        when=f"max by ({_INSTALLATION}) ({terms.of('leader_election_master_status', _job(terms))}) == 0",
        lasting=5 * MINUTE,
        summary="No replica of the Monero operator leads",
        description="The operator's replicas run, but for 5 minutes none has held the lease, so none does anything.",
    )


def _not_reconciling(terms: Terms) -> Alert:
    # A replica that does not lead has a queue too, which nobody works off.
    job, window = _job(terms), 10 * MINUTE
    done = f"rate({terms.during(window, 'controller_runtime_reconcile_total', job)})"
    of_name = f'label_replace(sum by ({_PROCESS}, controller) ({done}), "name", "$1", "controller", "(.+)")'
    return Alert(
        name="MoneroOperatorNotReconciling",
        severity=Severity.WARNING,
        when=lines(
            "(",
            f"  {terms.of('workqueue_longest_running_processor_seconds', job)} > {terms.seconds(5 * MINUTE)}",
            f"  or min_over_time({terms.during(window, 'workqueue_depth', job)}) > 0",
            f"    unless on ({_PROCESS}, name) {of_name} > 0",
            ")",
            f"and on ({_PROCESS}) {terms.of('leader_election_master_status', job)} == 1",
        ),
        lasting=5 * MINUTE,
        summary="The Monero operator works off nothing of {{ $labels.name }}",
        description="The leading operator, {{ $labels.instance }}, has changes of {{ $labels.name }} to carry out and "
        "has finished none for minutes: it hangs, or the API server does not answer it.",
    )


def _failing(terms: Terms) -> Alert:
    # What failed is tried again after a quarter of an hour at the latest, so that a short window may hold nothing.
    failed, all_, lately = (
        f"sum by ({_INSTALLATION}, controller) (rate({terms.during(window, metric, _job(terms))}))"
        for metric, window in (
            ("controller_runtime_reconcile_errors_total", HOUR),
            ("controller_runtime_reconcile_total", HOUR),
            ("controller_runtime_reconcile_errors_total", HOUR / 2),
        )
    )
    return Alert(
        name="MoneroOperatorFailing",
        severity=Severity.WARNING,
        when=lines(f"{failed} / {all_} > 0.5", f"and {lately} > 0"),
        lasting=15 * MINUTE,
        summary="The Monero operator fails with {{ $labels.controller }}",
        description="{{ $value | humanizePercentage }} of the operator's attempts to bring a {{ $labels.controller }} "
        "to what was asked failed within the last hour; its log says why.",
    )


def _unavailable(terms: Terms, kind: str, severity: Severity) -> Alert:
    # Where Prometheus sees a set's exporters say that none is ready, the rules about nodes tell it, and know what is
    # only a first synchronization.
    return Alert(
        name="MoneroSetUnavailable",
        severity=severity,
        when=lines(
            f"{_whoever_leads(terms.of('monero_operator_unavailable', kind))} == 1",
            f"unless on (cluster, namespace, set) {terms.of(recordings.SET_READY)} == 0",
        ),
        lasting=10 * MINUTE,
        summary="Nothing of {{ $labels.namespace }}/{{ $labels.set }} is available",
        description="For 10 minutes {{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.set }} has had no pod that "
        "serves ({{ $labels.reason }}): its pods are not there, cannot be scheduled, or do not become ready.",
    )


def _rollout_stuck(terms: Terms) -> Alert:
    return _of_sets(
        terms,
        "monero_operator_rollout_stuck",
        name="MoneroRolloutStuck",
        lasting=5 * MINUTE,
        summary="The rollout of {{ $labels.namespace }}/{{ $labels.set }} stopped",
        description="A change of {{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.set }} stopped half-way "
        "({{ $labels.reason }}): a changed pod does not start or makes no progress, and no other is touched until the "
        "spec is corrected.",
    )


def _config_invalid(terms: Terms) -> Alert:
    sets = terms.of("monero_operator_sets", 'condition="ConfigValid"', 'status="False"')
    return Alert(
        name="MoneroConfigInvalid",
        severity=Severity.WARNING,
        when=f"sum without (instance, pod) ({sets}) > 0",
        lasting=15 * MINUTE,
        summary="{{ $value }} {{ $labels.kind }} cannot be carried out",
        description="The spec of {{ $value }} {{ $labels.kind }} cannot be carried out, so nothing of it has been "
        "changed for 15 minutes: the condition ConfigValid says what to correct.",
    )


def _keys_invalid(terms: Terms) -> Alert:
    return _of_sets(
        terms,
        "monero_operator_keys_invalid",
        name="MoneroKeysInvalid",
        lasting=15 * MINUTE,
        summary="Keys of {{ $labels.namespace }}/{{ $labels.set }} for Tor or I2P are missing or bad",
        description="For 15 minutes {{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.set }} has lacked good keys "
        "for Tor or I2P ({{ $labels.reason }}): what had a good key before is still reached at its old address, all "
        "else at none. The condition KeysValid says which keys, and what is wrong with them.",
    )


def _balancer_unavailable(terms: Terms) -> Alert:
    return _of_sets(
        terms,
        "monero_operator_balancer_unavailable",
        name="MoneroBalancerUnavailable",
        lasting=15 * MINUTE,
        summary="The shared onion of {{ $labels.namespace }}/{{ $labels.set }} is not kept up",
        description="For 15 minutes nothing has published the onion that the nodes of {{ $labels.kind }} "
        "{{ $labels.namespace }}/{{ $labels.set }} share: clients reach it for some hours yet, but no node that was "
        "restarted by it. The nodes' own onions work.",
    )


def _no_peers(terms: Terms, kind: str, zone: str) -> Alert:
    # Of nodes that had such peers before, the rule about nodes tells that they lost them.
    of_zone = f'zone="{zone}"'
    lost = terms.of("ALERTS", 'alertname="MoneroNodeNoOnionPeers"', of_zone)
    return Alert(
        name=f"MoneroNo{kind}Peers",
        severity=Severity.WARNING,
        when=lines(
            f"{_whoever_leads(terms.of('monero_operator_no_hidden_peers', of_zone))} == 1",
            f"unless on (cluster, namespace, set) {lost}",
        ),
        lasting=HOUR,
        summary=f"{{{{ $labels.namespace }}}}/{{{{ $labels.set }}}} finds no peers over {zone}",
        description=f"For an hour nodes of {{{{ $labels.kind }}}} {{{{ $labels.namespace }}}}/{{{{ $labels.set }}}} "
        f"have had no peer over {zone}: transactions of wallets do not leave them. The condition {kind}PeersAvailable "
        "names the nodes.",
    )


def _of_sets(terms: Terms, metric: str, *, name: str, lasting: float, summary: str, description: str) -> Alert:
    """Return the alert about what a metric says of single sets."""
    return Alert(
        name=name,
        severity=Severity.WARNING,
        when=f"{_whoever_leads(terms.of(metric))} == 1",
        lasting=lasting,
        summary=summary,
        description=description,
    )


def _whoever_leads(selector: str) -> str:
    # Another leader tells the same under its own name, and that must not begin the wait anew.
    return f"max without (instance, pod) ({selector})"


def _job(terms: Terms) -> str:
    return f'job="{terms.operator_job}"'
