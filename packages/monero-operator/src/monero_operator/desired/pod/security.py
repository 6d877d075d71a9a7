# SPDX-License-Identifier: Apache-2.0
"""Whom the pod runs as and what it may do: nothing, by the `restricted` Pod Security level and a read-only root."""

from monero_operator.desired import shapes

USER = 1000
ROUTER_USER = 1001
"""Of tor and i2pd, by which packet rules tell them from monerod; the group is the pod's."""
ROOT = 0


def pod() -> shapes.PodSecurity:
    """Return the security context of the pod."""
    return shapes.PodSecurity(
        run_as_non_root=True,
        run_as_user=USER,
        run_as_group=USER,
        fs_group=USER,
        # Changing the group of a whole chain at every start takes minutes on slow disks.
        fs_group_change_policy="OnRootMismatch",
        seccomp_profile=shapes.SeccompProfile(type="RuntimeDefault"),
    )


def container(*, user: int | None = None) -> shapes.ContainerSecurity:
    """Return the security context of every container but one; `user` is another than the pod's."""
    return shapes.ContainerSecurity(
        run_as_user=user,
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=shapes.Capabilities(drop=("ALL",)),
    )


def packet_rules() -> shapes.ContainerSecurity:
    """Return the security context of the one container that sets packet rules, and ends: beyond `restricted`."""
    return shapes.ContainerSecurity(
        run_as_user=ROOT,
        run_as_non_root=False,
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=shapes.Capabilities(drop=("ALL",), add=("NET_ADMIN",)),
    )
