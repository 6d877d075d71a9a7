# SPDX-License-Identifier: Apache-2.0
"""The one condition that `kubectl get` shows."""

import pytest

from kubeloop.objects.condition import Condition, Status
from monero_operator.conditions import summary
from monero_operator.conditions.statement import ConditionType

WELL: dict[str, tuple[Status, str]] = {
    "Ready": ("True", "AllReady"),
    "Progressing": ("True", "Complete"),
    "TorReady": ("True", "RoutersReady"),
    "OnionPeersAvailable": ("Unknown", "HiddenPeersNotExpected"),
    "KeysValid": ("True", "KeysGood"),
    "ConfigValid": ("True", "Valid"),
}


def reason(**turned: tuple[Status, str]) -> str:
    """Return what is shown when these are not as all others."""
    return summary.of([Condition(about, *said) for about, said in (WELL | turned).items()]).reason


@pytest.mark.parametrize(
    ("turned", "expected"),
    [
        ({}, "AllReady"),
        (
            {"TorReady": ("False", "RoutersNotReady"), "OnionPeersAvailable": ("False", "NoHiddenPeers")},
            "RoutersNotReady",
        ),
        ({"Ready": ("False", "NotReady"), "Progressing": ("True", "RollingOut")}, "RollingOut"),
        ({"Progressing": ("True", "StartingWithKeys"), "KeysValid": ("False", "KeysMissing")}, "KeysMissing"),
        ({"Progressing": ("Unknown", "Paused"), "TorReady": ("False", "RouterProblem")}, "Paused"),
        ({"Progressing": ("False", "ConfigInvalid"), "ConfigValid": ("False", "SizeShrinks")}, "SizeShrinks"),
        ({"Ready": ("True", "ScaledToZero"), "Progressing": ("True", "ScaledToZero")}, "ScaledToZero"),
    ],
)
def test_what_a_person_must_do_comes_first(turned: dict[str, tuple[Status, str]], expected: str) -> None:
    """The cause before what follows from it, and what is not known is no trouble yet."""
    assert expected == reason(**turned)


def test_no_condition_is_left_out() -> None:
    """A kind of trouble that is added later is shown too."""
    trouble = {about.value: reason(**{about.value: ("False", "Trouble")}) for about in ConditionType}

    assert set(trouble.values()) == {"Trouble"}
