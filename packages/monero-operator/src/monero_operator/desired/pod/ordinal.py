# SPDX-License-Identifier: Apache-2.0
"""How a container of a node set learns which node it is of; in a network each node has a template of its own."""

from monero_operator import naming
from monero_operator.desired import shapes
from monero_operator.desired.node import Node

_POD_INDEX = shapes.FieldReference(field_path=f"metadata.labels['{naming.LABEL_POD_INDEX}']")
VARIABLE = shapes.EnvVar(name=naming.ORDINAL_VARIABLE, value_from=shapes.EnvSource(field_ref=_POD_INDEX))


def environment(node: Node) -> tuple[shapes.EnvVar, ...]:
    """Return the variable that holds the ordinal, where no argument can."""
    return (VARIABLE,) if node.ordinal is None else ()


def argument(node: Node) -> str:
    """Return the ordinal as an argument of a container with this environment."""
    return f"$({naming.ORDINAL_VARIABLE})" if node.ordinal is None else str(node.ordinal)
