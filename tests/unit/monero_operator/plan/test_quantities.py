# SPDX-License-Identifier: Apache-2.0
"""Which quantities make sense."""

import pytest

from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.common import Resources
from monero_operator.plan import quantities


def reasons_of(findings):
    """Return the reasons of all findings."""
    return [finding.reason for finding in findings]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(None, []), ("10Gi", []), ("0Gi", [Reason.VALUE_MALFORMED]), ("much", [Reason.VALUE_MALFORMED])],
)
def test_a_size_is_above_nothing(asked, expected):
    """The schema takes any string; who names no size gets the default."""
    assert expected == reasons_of(quantities.size_makes_sense("spec.diskSize", asked))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(None, []), ("2Gi", []), ("2048Mi", []), ("2G", [Reason.SIZE_SHRINKS]), ("1Gi", [Reason.SIZE_SHRINKS])],
)
def test_no_size_is_below_the_largest_there_is(asked, expected):
    """However it is written."""
    assert expected == reasons_of(quantities.size_does_not_shrink("spec.diskSize", asked, ["1Gi", "2Gi"]))


def test_without_volumes_every_size_will_do():
    """There is nothing to shrink."""
    assert reasons_of(quantities.size_does_not_shrink("spec.diskSize", "1Gi", [])) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Resources(), [], id="nothing"),
        pytest.param(Resources({"cpu": "lots"}), ["requests.cpu"], id="a request that is no quantity"),
        pytest.param(Resources({"cpu": "x"}, {"cpu": 1}), ["requests.cpu"], id="and has a limit"),
        pytest.param(Resources({}, {"cpu": "x"}), ["limits.cpu"], id="a limit that is no quantity"),
        pytest.param(Resources({"cpu": 2}, {"cpu": "1999m"}), ["requests.cpu"], id="a request above its limit"),
        pytest.param(Resources({"cpu": 2}, {"cpu": "2000m"}), [], id="a request at its limit"),
    ],
)
def test_requests_are_quantities_within_their_limits(wanted, expected):
    """What is wrong is said once, with the field that it is about."""
    messages = [finding.message for finding in quantities.resources_make_sense(wanted)]

    assert [True] * len(expected) == [field in message for field, message in zip(expected, messages, strict=True)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Resources(), [], id="nothing"),
        pytest.param(Resources({"hugepages-2Mi": "512Mi"}), [Reason.VALUE_MALFORMED], id="too few"),
        pytest.param(Resources({}, {"hugepages-2Mi": 0}), [Reason.VALUE_MALFORMED], id="none"),
        pytest.param(Resources({"hugepages-2Mi": "640Mi"}), [], id="enough"),
    ],
)
def test_huge_pages_are_enough_or_none_at_all(wanted, expected):
    """monerod is killed when it finds less than it takes."""
    assert expected == reasons_of(quantities.huge_pages_suffice(wanted))
