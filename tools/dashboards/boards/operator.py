# SPDX-License-Identifier: Apache-2.0
"""The operator: what it looks after, and whether it keeps up."""

from tools.dashboards.board import Board, Row, Variable
from tools.dashboards.boards import quantiles
from tools.dashboards.panel import Bars, Color, Column, Lines, Stat, States, Step, Table, Text, Unit, Word

_NONE_IS_GOOD = (Step(0, Color.GREEN), Step(1, Color.RED))
_STATUSES = (("true", "True", Color.GREEN), ("false", "False", Color.RED), ("not known", "Unknown", Color.ORANGE))
_TROUBLE = {1: Word("in trouble", Color.RED)}
_NAME = "{{cluster}} {{namespace}} {{instance}}"
_LEADS = {0: Word("waits", Color.GRAY), 1: Word("leads", Color.GREEN)}


def _p99(family: str, by: str) -> str:
    return f"histogram_quantile(0.99, sum by (le, {by}) (rate({family}_bucket{{@}}[$__rate_interval])))"


def _counted(family: str) -> str:
    """Return how often something happened; what never did is not there at all."""
    return f"round(sum(increase({family}{{@}}[$__rate_interval]))) or vector(0)"


NUMBERS = (
    Stat(
        "Leader",
        {"": "sum(leader_election_master_status{@})"},
        Unit.WHOLE,
        steps=(Step(0, Color.RED), Step(1, Color.GREEN)),
    ),
    Stat("Version", {"": "max by (version) (monero_operator_build_info{@})"}, label="version"),
    Stat("Sets", {"": 'sum(monero_operator_sets{@, condition="Ready"})'}, Unit.WHOLE),
    Stat(
        "Sets not ready",
        {"": 'sum(monero_operator_sets{@, condition="Ready", status!="True"}) or vector(0)'},
        Unit.WHOLE,
        steps=_NONE_IS_GOOD,
    ),
    Stat("Nodes", {"": "sum(monero_operator_nodes{@})"}, Unit.WHOLE),
    Stat(
        "Failed reconciles",
        {"": "round(sum(increase(controller_runtime_reconcile_errors_total{@}[$__range]))) or vector(0)"},
        Unit.WHOLE,
        steps=_NONE_IS_GOOD,
        sentence="In the time that is shown.",
    ),
    Stat("Waiting keys", {"": "sum(workqueue_depth{@})"}, Unit.WHOLE, has_trend=True),
    Stat("Memory", {"": "max(process_resident_memory_bytes{@})"}, Unit.BYTES),
)

LOOKED_AFTER = (
    Table(
        "Sets by condition",
        keys=("kind", "condition"),
        columns=tuple(
            Column(
                title,
                f'sum by (kind, condition) (monero_operator_sets{{@, status="{status}"}})',
                Unit.WHOLE,
                steps=(Step(0, Color.NONE), Step(1, color)),
            )
            for title, status, color in _STATUSES
        ),
        width=12,
        height=13,
    ),
    Lines(
        "Nodes",
        {"{{state}}": "sum by (state) (monero_operator_nodes{@})"},
        colors={"synced": Color.GREEN, "behind": Color.ORANGE, "unknown": Color.GRAY},
        is_stacked=True,
        is_stair=True,
        starts_at_zero=True,
        width=12,
        height=13,
    ),
    Lines(
        "Rollouts",
        {"{{state}}": "sum by (state) (monero_operator_rollouts{@})"},
        colors={"complete": Color.GREEN, "stuck": Color.RED, "invalid": Color.ORANGE},
        is_stair=True,
        starts_at_zero=True,
        width=6,
    ),
    States(
        "Sets in trouble",
        {
            "{{cluster}} {{namespace}} {{set}}: stuck, {{reason}}": (
                "sum by (cluster, namespace, set, reason) (monero_operator_rollout_stuck{@})"
            ),
            "{{cluster}} {{namespace}} {{set}}: serves nobody, {{reason}}": (
                "sum by (cluster, namespace, set, reason) (monero_operator_unavailable{@})"
            ),
            "{{cluster}} {{namespace}} {{set}}: keys, {{reason}}": (
                "sum by (cluster, namespace, set, reason) (monero_operator_keys_invalid{@})"
            ),
            "{{cluster}} {{namespace}} {{set}}: no peers over {{zone}}": (
                "sum by (cluster, namespace, set, zone) (monero_operator_no_hidden_peers{@})"
            ),
        },
        words=_TROUBLE,
        sentence="Empty is good.",
        width=6,
    ),
    Lines(
        "Questions to daemons",
        {
            "{{program}} {{outcome}}": (
                "sum by (program, outcome) (rate(monero_operator_daemon_polls_total{@}[$__rate_interval]))"
            )
        },
        Unit.PER_SECOND,
        is_stacked=True,
        starts_at_zero=True,
        width=6,
    ),
    quantiles.heat("Time per question", "monero_operator_daemon_poll_duration_seconds", Unit.SECONDS, width=6),
)

RECONCILING = (
    Lines(
        "Reconciles",
        {
            "{{controller}} {{result}}": (
                "sum by (controller, result) (rate(controller_runtime_reconcile_total{@}[$__rate_interval]))"
            )
        },
        Unit.PER_SECOND,
        starts_at_zero=True,
    ),
    Lines(
        "Time per reconcile, 99 of 100",
        {"{{controller}}": _p99("controller_runtime_reconcile_time_seconds", "controller")},
        Unit.SECONDS,
        starts_at_zero=True,
    ),
    Lines(
        "What went wrong",
        {
            "failed": _counted("controller_runtime_reconcile_errors_total"),
            "gave up": _counted("controller_runtime_terminal_reconcile_errors_total"),
            "unexpected": _counted("controller_runtime_reconcile_panics_total"),
            "too long": _counted("controller_runtime_reconcile_timeouts_total"),
        },
        is_stair=True,
        starts_at_zero=True,
    ),
    Lines("Waiting keys", {"{{name}}": "sum by (name) (workqueue_depth{@})"}, starts_at_zero=True),
    Lines(
        "Time waited, 99 of 100",
        {"{{name}}": _p99("workqueue_queue_duration_seconds", "name")},
        Unit.SECONDS,
        starts_at_zero=True,
    ),
    Lines(
        "Keys that came, and came again",
        {
            "{{name}}": "sum by (name) (rate(workqueue_adds_total{@}[$__rate_interval]))",
            "{{name}} again": "sum by (name) (rate(workqueue_retries_total{@}[$__rate_interval]))",
        },
        Unit.PER_SECOND,
        starts_at_zero=True,
    ),
    Lines(
        "Workers",
        {
            "busy, {{controller}}": "sum by (controller) (controller_runtime_active_workers{@})",
            "all, {{controller}}": "sum by (controller) (controller_runtime_max_concurrent_reconciles{@})",
        },
        is_stair=True,
        starts_at_zero=True,
    ),
    Lines(
        "Longest work in progress",
        {"{{name}}": "max by (name) (workqueue_longest_running_processor_seconds{@})"},
        Unit.SECONDS,
        starts_at_zero=True,
    ),
    Lines(
        "Time worked on a key, 99 of 100",
        {"{{name}}": _p99("workqueue_work_duration_seconds", "name")},
        Unit.SECONDS,
        starts_at_zero=True,
    ),
)

PROCESS = (
    Lines(
        "Requests to the API server",
        {"{{method}} {{code}}": "sum by (method, code) (rate(rest_client_requests_total{@}[$__rate_interval]))"},
        Unit.PER_SECOND,
        starts_at_zero=True,
    ),
    Lines(
        "Time per request, 99 of 100",
        {"{{verb}}": _p99("rest_client_request_duration_seconds", "verb")},
        Unit.SECONDS,
        starts_at_zero=True,
    ),
    States(
        "Who leads", {_NAME: "max by (cluster, namespace, instance) (leader_election_master_status{@})"}, words=_LEADS
    ),
    Lines("Memory", {_NAME: "process_resident_memory_bytes{@}"}, Unit.BYTES, starts_at_zero=True),
    Lines(
        "CPU",
        {_NAME: "rate(process_cpu_seconds_total{@}[$__rate_interval])"},
        Unit.SHARE,
        starts_at_zero=True,
    ),
    Bars("Open files", {_NAME: "process_open_fds{@}"}, Unit.WHOLE),
)

ABOUT = Text(
    "About",
    markdown=(
        "`monero-operator` under the names of controller-runtime, so that its usual dashboards and alerts fit too."
        " A **key** is a set that waits to be looked at; one that fails comes again, later each time."
    ),
)

OPERATOR = Board(
    "operator",
    "Monero / Operator",
    "What the operator looks after, and whether it keeps up: sets, nodes, rollouts, reconciles, queues, API requests.",
    (
        Variable("cluster", "monero_operator_build_info"),
        Variable("job", "monero_operator_build_info", is_one=True),
        Variable("instance", "monero_operator_build_info"),
    ),
    (
        Row("", NUMBERS),
        Row("What it looks after", LOOKED_AFTER),
        Row("Reconciling", RECONCILING),
        Row("API server and process", PROCESS),
        Row("What this shows", (ABOUT,)),
    ),
)
