# SPDX-License-Identifier: Apache-2.0
"""Status conditions as Kubernetes spells them, and the one rule about their time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Status = Literal["True", "False", "Unknown"]


class Condition(msgspec.Struct, frozen=True, rename="camel"):
    """One statement about an object; an API package embeds it in its status struct."""

    type: Annotated[str, Meta(description="What the condition is about.", max_length=316)]
    status: Annotated[Status, Meta(description="True, False or Unknown.")]
    reason: Annotated[str, Meta(description="The reason in one CamelCase word, for programs.", max_length=1024)]
    message: Annotated[str, Meta(description="The reason in a sentence, for people.", max_length=32768)] = ""
    observed_generation: Annotated[
        int,
        Meta(
            description="The generation of the object that this is about.", ge=0, extra_json_schema={"format": "int64"}
        ),
    ] = 0
    last_transition_time: Annotated[
        str, Meta(description="When the status last changed.", max_length=64, extra_json_schema={"format": "date-time"})
    ] = ""


def merge(previous: Iterable[Condition], wanted: Iterable[Condition], now: datetime) -> tuple[Condition, ...]:
    """Return the wanted conditions in their order; the transition time of each moves only when its status does."""
    known = {condition.type: condition for condition in previous}
    return tuple(_timed(known.get(condition.type), condition, now) for condition in wanted)


def _timed(before: Condition | None, after: Condition, now: datetime) -> Condition:
    if before is not None and before.status == after.status and before.last_transition_time:
        return msgspec.structs.replace(after, last_transition_time=before.last_transition_time)
    return msgspec.structs.replace(after, last_transition_time=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
