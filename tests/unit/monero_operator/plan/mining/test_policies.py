# SPDX-License-Identifier: Apache-2.0
"""Which specs of miners can be carried out."""

import pytest

from monero_operator import facts
from monero_operator.api import xmrig_arguments
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.common import PodSettings, Resources, SecretReference
from monero_operator.api.v1alpha1.monerominingnodeset import Variable, Xmrig
from monero_operator.plan.mining import policies
from monero_operator.settings import Images
from tests.support import build

POOL = ("-o", "pool:1")


def given(*args, images=build.IMAGES, statefulset=None, unreadable=(), pod=None, **xmrig):
    """Return what is checked of miners with these arguments."""
    spec = build.mining_set(xmrig=Xmrig(args=args, **xmrig), pod=pod or PodSettings()).spec
    parsed = xmrig_arguments.parse(args)
    return policies.Input(spec=spec, parsed=parsed, images=images, statefulset=statefulset, unreadable=unreadable)


def reasons_of(what):
    """Return the reasons of all findings."""
    return [finding.reason for finding in policies.check(what)]


@pytest.mark.parametrize(
    "what",
    [
        given(*POOL),
        given("--bench=1M"),
        given(config_secret_ref=SecretReference(name="config")),
        given(*POOL, "-u", "$(WALLET).$(id)", env=(Variable(name="WALLET", value="4"),)),
        given(*POOL, "-p", "$$(oops"),
        given(*POOL, images=Images(), image="own:1"),
        given(*POOL, images=Images(), statefulset=build.statefulset(default_image="before:1")),
    ],
)
def test_what_can_be_carried_out(what):
    """A pool on the command line or in a file, variables that there are, an image from anywhere."""
    assert reasons_of(what) == []


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (given(), Reason.NO_POOL),
        (given("-u", "me"), Reason.NO_POOL),
        (given(*POOL, "-u"), Reason.ARGUMENT_MALFORMED),
        (given(*POOL, "-B"), Reason.ARGUMENT_REFUSED),
        (given(*POOL, "-u", "x$(oops"), Reason.ARGUMENT_MALFORMED),
        (given(*POOL, "-u", "$(WALLET)"), Reason.ARGUMENT_MALFORMED),
        (given(*POOL, images=Images()), Reason.NO_IMAGE),
        (given(*POOL, resources=Resources(requests={"cpu": "many"})), Reason.VALUE_MALFORMED),
        (given(*POOL, pod=PodSettings(labels={"utxo.com.br/x": "1"})), Reason.LABEL_RESERVED),
        (given(*POOL, unreadable=(facts.Unreadable("StatefulSet", "miners-xmrig", "x"),)), Reason.CHILD_UNREADABLE),
    ],
)
def test_what_cannot_be_carried_out_is_told(what, reason):
    """One mistake, one finding."""
    assert reasons_of(what) == [reason]


@pytest.mark.parametrize(
    ("image", "before", "expected"),
    [("own:1", "before:1", "own:1"), (None, "before:1", "before:1"), (None, "", build.IMAGES.xmrig)],
)
def test_the_users_image_goes_before_the_remembered_and_that_before_ours(image, before, expected):
    """An upgrade of the operator changes no miner."""
    what = given(*POOL, image=image, statefulset=build.statefulset(default_image=before))

    assert policies.image(what) == expected
