# SPDX-License-Identifier: Apache-2.0
"""Deletion as far as it is the server's: what owns and is owned is the garbage collector's, which does not run here.

The server only notes in finalizers what the collector is asked for.
"""

from __future__ import annotations

import pytest

from kubeloop import errors
from kubeloop.client.base import Propagation
from tests.support.behavior.api import CONFIG_MAP, STATEFUL_SET, Api, owned
from tests.support.behavior.applies import OTHER_UID, stateful_set

FINALIZER = "example.com/a"


class Deletions:
    """How objects go."""

    async def test_deleted_object_is_not_found(self, api: Api) -> None:
        """The next one of the name is another one."""
        before = (await api.apply(CONFIG_MAP))["metadata"]["uid"]
        await api.client.delete(CONFIG_MAP, api.namespace, "a")

        with pytest.raises(errors.NotFound, match='configmaps "a" not found'):
            await api.get(CONFIG_MAP)
        assert before != (await api.apply(CONFIG_MAP))["metadata"]["uid"]

    async def test_nothing_cannot_be_deleted(self, api: Api) -> None:
        """With or without uid."""
        for uid in ("", OTHER_UID):
            with pytest.raises(errors.NotFound):
                await api.client.delete(CONFIG_MAP, api.namespace, "a", uid=uid)

    async def test_other_uid_is_a_conflict(self, api: Api) -> None:
        """The very object or none."""
        uid = (await api.apply(CONFIG_MAP))["metadata"]["uid"]

        with pytest.raises(errors.Conflict):
            await api.client.delete(CONFIG_MAP, api.namespace, "a", uid=OTHER_UID)
        await api.client.delete(CONFIG_MAP, api.namespace, "a", uid=uid)
        with pytest.raises(errors.NotFound):
            await api.get(CONFIG_MAP)

    async def test_finalizers_delay_the_end(self, api: Api) -> None:
        """The wish is a change of the object; it goes with its last finalizer."""
        before = await api.apply(CONFIG_MAP, metadata={"finalizers": [FINALIZER]}, data={"k": "v"})
        await api.client.delete(CONFIG_MAP, api.namespace, "a")
        waiting = await api.get(CONFIG_MAP)
        await api.patch(CONFIG_MAP, {"metadata": {"finalizers": None}})

        assert waiting["metadata"]["deletionTimestamp"]
        assert waiting["metadata"]["deletionGracePeriodSeconds"] == 0
        assert waiting["metadata"]["resourceVersion"] != before["metadata"]["resourceVersion"]
        assert waiting["data"] == {"k": "v"}
        with pytest.raises(errors.NotFound):
            await api.get(CONFIG_MAP)

    async def test_wish_counts_as_a_generation_and_only_once(self, api: Api) -> None:
        """A second deletion changes nothing."""
        await api.apply(STATEFUL_SET, metadata={"finalizers": [FINALIZER]}, spec=stateful_set())
        await api.client.delete(STATEFUL_SET, api.namespace, "a")
        first = await api.get(STATEFUL_SET)
        await api.client.delete(STATEFUL_SET, api.namespace, "a")

        assert first["metadata"]["generation"] == 2
        assert first == await api.get(STATEFUL_SET)
        await api.patch(STATEFUL_SET, {"metadata": {"finalizers": None}})

    async def test_terminating_object_can_be_written_but_waits_for_nothing_more(self, api: Api) -> None:
        """New finalizers are refused; the last one to leave ends it, also by an apply."""
        await api.apply(CONFIG_MAP, metadata={"finalizers": [FINALIZER]})
        await api.client.delete(CONFIG_MAP, api.namespace, "a")

        with pytest.raises(errors.Invalid, match=r"metadata\.finalizers: Forbidden"):
            await api.apply(CONFIG_MAP, metadata={"finalizers": [FINALIZER, "example.com/b"]})
        edited = await api.apply(CONFIG_MAP, manager="two", data={"k": "v"})
        last = await api.apply(CONFIG_MAP)

        assert edited["metadata"]["deletionTimestamp"]
        assert "finalizers" not in last["metadata"]
        with pytest.raises(errors.NotFound):
            await api.get(CONFIG_MAP)

    async def test_background_leaves_the_owned_alone(self, api: Api) -> None:
        """The server deletes one object; the collector would come later."""
        await self._family(api)
        await api.client.delete(CONFIG_MAP, api.namespace, "a", propagation="Background")

        assert await api.names() == ("child",)

    @pytest.mark.parametrize(("propagation", "finalizer"), [("Foreground", "foregroundDeletion"), ("Orphan", "orphan")])
    async def test_other_propagations_wait_for_the_collector(
        self, api: Api, propagation: Propagation, finalizer: str
    ) -> None:
        """By a finalizer that nobody owns, after those that there are."""
        await self._family(api)
        await api.apply(CONFIG_MAP, metadata={"finalizers": [FINALIZER]})
        await api.client.delete(CONFIG_MAP, api.namespace, "a", propagation=propagation)

        metadata = (waiting := await api.get(CONFIG_MAP))["metadata"]

        assert metadata["finalizers"] == [FINALIZER, finalizer]
        assert metadata["deletionTimestamp"]
        assert owned(waiting, "one") == {"f:metadata": {"f:finalizers": {f'v:"{FINALIZER}"': {}}}}
        assert await api.names() == ("a", "child")
        await api.patch(CONFIG_MAP, {"metadata": {"finalizers": None}})

    async def test_later_wish_replaces_the_earlier(self, api: Api) -> None:
        """Foreground takes orphaning back, and background ends the wait."""
        await self._family(api)
        await api.client.delete(CONFIG_MAP, api.namespace, "a", propagation="Orphan")
        await api.client.delete(CONFIG_MAP, api.namespace, "a", propagation="Foreground")
        waits_for = (await api.get(CONFIG_MAP))["metadata"]["finalizers"]
        await api.client.delete(CONFIG_MAP, api.namespace, "a", propagation="Background")

        assert waits_for == ["foregroundDeletion"]
        assert await api.names() == ("child",)

    async def _family(self, api: Api) -> None:
        uid = (await api.apply(CONFIG_MAP))["metadata"]["uid"]
        reference = {"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": uid, "blockOwnerDeletion": True}
        await api.apply(CONFIG_MAP, "child", metadata={"ownerReferences": [reference]})
