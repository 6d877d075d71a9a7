# SPDX-License-Identifier: Apache-2.0
"""What a user says of the pods of any kind: labels and annotations, where they run, by whose leave they are pulled."""

import msgspec

from monero_operator import naming
from monero_operator.api.v1alpha1 import common
from monero_operator.desired import shapes
from monero_operator.desired.parent import Parent
from monero_operator.desired.pod import placement


def metadata(
    ours: dict[str, str], labels: dict[str, str], annotations: dict[str, str], restart: str, *, has_metrics: bool
) -> shapes.TemplateMetadata:
    """Return the metadata of the pods; a new value of `restart` is a new template.

    What a person says of being scraped counts more than what we say.
    """
    scraped = naming.ANNOTATIONS_OF_SCRAPED if has_metrics else {}
    wish = {naming.ANNOTATION_RESTART: restart} if restart else {}
    return shapes.TemplateMetadata(labels=labels | ours, annotations=scraped | annotations | wish)


def applied(pod: shapes.PodSpec, wanted: common.PodSettings, owner: Parent, *, is_hard: bool) -> shapes.PodSpec:
    """Return a pod with its user's settings; `is_hard` says that no two pods of the owner share a machine."""
    return msgspec.structs.replace(
        pod,
        node_selector=wanted.node_selector,
        tolerations=wanted.tolerations,
        affinity=placement.affinity(owner, wanted.affinity, is_hard=is_hard),
        topology_spread_constraints=placement.spread(owner, wanted.topology_spread_constraints),
        priority_class_name=wanted.priority_class_name,
        image_pull_secrets=tuple(shapes.LocalReference(name=secret.name) for secret in wanted.image_pull_secrets),
    )
