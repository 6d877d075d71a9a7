# SPDX-License-Identifier: Apache-2.0
"""What Kubernetes says of one pod."""

from datetime import datetime

import msgspec

CRASHES = 3
"""Restarts after which a container whose last run was short is taken to end again and again."""
SHORT_RUN_SECONDS = 600.0
"""The kubelet forgets about earlier ends after a longer run."""
LONGEST_WAIT_SECONDS = 300.0
"""The kubelet waits no longer before it starts a container again."""


class Waiting(msgspec.Struct, frozen=True):
    """Why a container of a pod is not running: Kubernetes' reason (`ImagePullBackOff`) and its message."""

    container: str
    reason: str
    message: str = ""


class Run(msgspec.Struct, frozen=True):
    """A run of a container that has ended (`lastState.terminated`)."""

    started_at: datetime
    ended_at: datetime


class Pod(msgspec.Struct, frozen=True, kw_only=True):
    """One node's pod. `revision` is its `controller-revision-hash`; `unschedulable` is the scheduler's message.

    `started_at` is when a machine took it on, or before that when it was made; `turned_at` is when it last became ready
    or ceased to be, or else the same. `restarts` and `last_run` are those of the container that has restarted most
    often; `image` is monerod's. `is_locked` says that it was told to reach everybody by Tor.
    """

    name: str
    uid: str
    revision: str
    image: str = ""
    is_locked: bool = False
    is_ready: bool = False
    is_terminating: bool = False
    ip: str = ""
    started_at: datetime | None = None
    turned_at: datetime | None = None
    waiting: Waiting | None = None
    unschedulable: str = ""
    restarts: int = 0
    last_run: Run | None = None

    @property
    def serves(self) -> bool:
        """Whether clients and siblings can count on it."""
        return self.is_ready and not self.is_terminating

    def is_crashing(self, now: datetime) -> bool:
        """Say whether a container ends again and again: often, soon after its start, and not long ago."""
        if self.restarts < CRASHES or self.last_run is None:
            return False
        ran_seconds = (self.last_run.ended_at - self.last_run.started_at).total_seconds()
        ended_seconds_ago = (now - self.last_run.ended_at).total_seconds()
        return ran_seconds < SHORT_RUN_SECONDS and ended_seconds_ago < SHORT_RUN_SECONDS + LONGEST_WAIT_SECONDS
