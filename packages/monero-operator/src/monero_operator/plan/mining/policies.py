# SPDX-License-Identifier: Apache-2.0
"""Whether a mining set's spec can be carried out: the checks, each of which finds what is wrong and says what to do."""

from collections.abc import Callable, Iterator

import msgspec

from monero_operator import naming
from monero_operator.api import arguments, expressions, xmrig_arguments
from monero_operator.api.arguments import Finding, Parsed
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSetSpec
from monero_operator.facts import StatefulSet, Unreadable
from monero_operator.plan import labels, policies, quantities
from monero_operator.settings import Images


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """What the checks look at."""

    spec: MoneroMiningNodeSetSpec
    parsed: Parsed
    images: Images
    statefulset: StatefulSet | None = None
    unreadable: tuple[Unreadable, ...] = ()


Check = Callable[[Input], Iterator[Finding]]


def check(given: Input) -> tuple[Finding, ...]:
    """Return all that is wrong with a spec, the most basic first."""
    return tuple(found for one in CHAIN for found in one(given))


def arguments_make_sense(given: Input) -> Iterator[Finding]:
    """No argument lacks its value, and none is the operator's to set."""
    yield from given.parsed.findings


def expressions_stand_for_something(given: Input) -> Iterator[Finding]:
    """Each `$(NAME)` is a variable: a wallet address that was not filled in mines for nobody."""
    xmrig = given.spec.xmrig
    known = {naming.MINER_VARIABLE, *(variable.name for variable in xmrig.env)}
    for argument, problem in expressions.problems(xmrig.args, known):
        yield arguments.finding(Reason.ARGUMENT_MALFORMED, argument=argument, problem=problem)


def there_is_work(given: Input) -> Iterator[Finding]:
    """There is a pool or node to work for: without one xmrig exits."""
    has_work = any(option.flag in xmrig_arguments.WORK for option in given.parsed.arguments)
    if not has_work and given.spec.xmrig.config_secret_ref is None:
        yield arguments.finding(Reason.NO_POOL)


def image_is_known(given: Input) -> Iterator[Finding]:
    """There is an image for each container."""
    if not image(given):
        setting = "spec.xmrig.image, or --xmrig-image"
        yield arguments.finding(Reason.NO_IMAGE, container=naming.CONTAINER_XMRIG, setting=setting)
    if given.spec.metrics.enabled and not given.images.exporter:
        yield arguments.finding(Reason.NO_IMAGE, container=naming.CONTAINER_EXPORTER, setting="--exporter-image")


def quantities_make_sense(given: Input) -> Iterator[Finding]:
    """Requests and limits are quantities, and no request is greater than its limit."""
    yield from quantities.resources_make_sense(given.spec.xmrig.resources)


def labels_are_free(given: Input) -> Iterator[Finding]:
    """No label of pods and monitors is one that the operator sets."""
    yield from labels.reserved(labels.of_monitors(given.spec.metrics) | given.spec.pod.labels.keys())


def children_are_readable(given: Input) -> Iterator[Finding]:
    """What somebody made of a child can be read."""
    yield from policies.unreadable_children(given.unreadable)


def image(given: Input) -> str:
    """Return the image: the user's, or else the one that the miners were given, or else the operator's."""
    before = given.statefulset.default_image if given.statefulset else ""
    return given.spec.xmrig.image or before or given.images.xmrig


CHAIN: tuple[Check, ...] = (
    arguments_make_sense,
    expressions_stand_for_something,
    there_is_work,
    image_is_known,
    quantities_make_sense,
    labels_are_free,
    children_are_readable,
)
