# SPDX-License-Identifier: Apache-2.0
"""Fills any Secret that asks for it, as in 2021: label or annotation `utxo.com.br/tor: v3`, and nothing else.

What is there stays. A key is made where there is none; files that do not belong together are told to the Secret's
owner by an event, and none of them is touched.
"""

from __future__ import annotations

import dataclasses

from kubeloop import errors
from kubeloop.controller.loop import Controller, Result
from kubeloop.informer.changes import Change
from kubeloop.informer.shared import Informer
from kubeloop.objects.metadata import Key
from kubeloop.recorder import Recorder
from monero_operator.apply.keys import Keys
from monero_operator.desired import secret, shapes
from monero_operator.keys.malformed import MalformedError
from monero_operator.plan import events
from monero_operator.plan.actions import Event


@dataclasses.dataclass(frozen=True)
class SecretReconciler:
    """Fills one Secret at a time."""

    secrets: Informer[secret.Head, bool]
    keys: Keys
    recorder: Recorder

    def listen(self, controller: Controller) -> None:
        """Let the controller know of Secrets that ask."""

        def handle(change: Change[bool]) -> None:
            if change.new and change.new.view and not change.is_own:
                controller.enqueue(change.key, live=change.live)

        self.secrets.add_handler(handle)

    async def reconcile(self, key: Key) -> Result:
        """Fill a Secret that still asks."""
        entry = self.secrets.store.get(key)
        if entry and entry.view and not entry.metadata.is_terminating:
            for event in await self._fill(key):
                self.recorder.record(
                    shapes.SECRETS, entry.metadata, reason=event.reason, note=event.message, severity=event.type
                )
        return Result()

    async def _fill(self, key: Key) -> tuple[Event, ...]:
        try:
            made = await self.keys.fill(key)
        except errors.NotFound:
            return ()
        except MalformedError as problem:
            return (events.not_filled(str(problem)),)
        except (errors.Invalid, errors.Forbidden) as refusal:
            # Immutable, or of a kind that wants other content.
            return (events.not_filled(f"cannot be written ({refusal.reason or refusal.status})"),)
        return (events.filled(made),) if made else ()
