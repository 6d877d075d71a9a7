# SPDX-License-Identifier: Apache-2.0
"""Miners that run alike, fully decided: what their StatefulSet and its pods are built from."""

import msgspec

from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSetSpec
from monero_operator.desired.parent import Parent


class Miner(msgspec.Struct, frozen=True, kw_only=True):
    """All miners of a mining set.

    `options` are the user's arguments as xmrig understands them. `is_default_image` says that the owner named no image,
    so that the choice has to be remembered. `made_for` is what of the owner the template follows from, `restart` the
    owner's last wish for one.
    """

    parent: Parent
    spec: MoneroMiningNodeSetSpec
    options: tuple[Argument, ...] = ()
    image: str
    exporter_image: str = ""
    is_default_image: bool = False
    restart: str = ""
    made_for: str = ""
