# SPDX-License-Identifier: Apache-2.0
"""Which metrics an expression names."""

from tools.dashboards import names


def test_parts_of_distributions_are_their_family() -> None:
    """Buckets, sums and counts belong to the family that the catalogue names."""
    text = "sum(rate(monero_pool_wait_seconds_bucket{@}[1m])) / sum(monero_p2p_connections_age_count{@})"

    assert {"monero_pool_wait_seconds", "monero_p2p_connections_age"} == names.named(text)


def test_a_name_that_ends_like_a_part_is_a_family() -> None:
    """`_count` at the end of a name of 2021 is the name's own."""
    assert {"monero_info_incoming_connections_count"} == names.named("monero_info_incoming_connections_count{@}")


def test_functions_and_labels_are_no_metrics() -> None:
    """Only what stands before a brace is a metric."""
    assert {"up"} == names.named('sum by (set) (up{@, job="x"}) * on (set) group_left vector(1)')


def test_the_runtime_and_the_operator_are_known() -> None:
    """What the operator serves may be shown, too."""
    assert {"controller_runtime_reconcile_total", "monero_operator_sets"} <= set(names.sentences())
