# SPDX-License-Identifier: Apache-2.0
"""Whom the pod runs as and what it may do: nothing, by the `restricted` Pod Security level and a read-only root."""

from monero_operator.desired import shapes

USER = 1000


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


def container() -> shapes.ContainerSecurity:
    """Return the security context of every container."""
    return shapes.ContainerSecurity(
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=shapes.Capabilities(drop=("ALL",)),
    )
