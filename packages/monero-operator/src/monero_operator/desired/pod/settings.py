# SPDX-License-Identifier: Apache-2.0
"""What a person says about pods (`spec.pod`), put on a template of any kind: what they carry, and where they run."""

import msgspec

from monero_operator.api.v1alpha1 import common
from monero_operator.desired import shapes
from monero_operator.desired.parent import Parent
from monero_operator.desired.pod import placement


def apply(
    template: shapes.PodTemplate, owner: Parent, wanted: common.PodSettings, *, is_hard: bool
) -> shapes.PodTemplate:
    """Return the template with a person's settings; our own labels and annotations win.

    `is_hard` keeps two pods of the owner off one machine.
    """
    metadata = template.metadata
    return shapes.PodTemplate(
        metadata=shapes.TemplateMetadata(
            labels=wanted.labels | metadata.labels, annotations=wanted.annotations | metadata.annotations
        ),
        spec=msgspec.structs.replace(
            template.spec,
            node_selector=wanted.node_selector,
            affinity=placement.affinity(owner, wanted.affinity, is_hard=is_hard),
            tolerations=wanted.tolerations,
            topology_spread_constraints=placement.spread(owner, wanted.topology_spread_constraints),
            priority_class_name=wanted.priority_class_name,
            image_pull_secrets=tuple(shapes.LocalReference(name=secret.name) for secret in wanted.image_pull_secrets),
        ),
    )
