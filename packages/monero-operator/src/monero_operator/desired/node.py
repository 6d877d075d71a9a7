# SPDX-License-Identifier: Apache-2.0
"""One node of a network, fully decided: what its StatefulSet and pod are built from."""

import msgspec

from aiomonero.types.network import Network
from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1 import common
from monero_operator.desired.parent import Parent


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One node. It dials `dials` (addresses without ports), or works offline if there are none.

    `is_default_image` says that the owner named no image, so that the choice has to be remembered.
    """

    parent: Parent
    ordinal: int
    network: Network
    is_running: bool = True
    monerod_image: str
    is_default_image: bool = False
    exporter_image: str
    arguments: tuple[Argument, ...] = ()
    dials: tuple[str, ...] = ()
    resources: common.Resources = common.Resources()
    disk_size: str | None = None
    storage_class: str | None = None
    when_deleted: common.Retention = "Delete"
    has_hard_anti_affinity: bool = False
    has_metrics: bool = True
    pod_labels: dict[str, str] = {}
    pod_annotations: dict[str, str] = {}
