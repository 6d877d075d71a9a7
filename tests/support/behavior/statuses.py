# SPDX-License-Identifier: Apache-2.0
"""The status of a custom resource, which has a door of its own."""

from __future__ import annotations

import pytest

from kubeloop import errors
from tests.support.behavior.api import CONFIG_MAP, STATEFUL_SET, WIDGET, Api, Content, owned
from tests.support.behavior.applies import OTHER_UID, stateful_set
from tests.support.behavior.patches import PATCHER


class Statuses:
    """What gets in through which door."""

    async def test_status_does_not_get_in_with_the_rest(self, api: Api) -> None:
        """Neither by an apply nor by a patch, and nobody owns it."""
        applied = await api.apply(WIDGET, spec={"size": 1}, status={"phase": "x"})
        patched = await api.patch(WIDGET, {"spec": {"size": 2}, "status": {"phase": "x"}})

        assert "status" not in applied
        assert "status" not in patched
        assert owned(applied, "one") == {"f:spec": {"f:size": {}}}

    async def test_nothing_else_gets_in_with_the_status(self, api: Api) -> None:
        """No spec, no labels, no generation."""
        await api.apply(WIDGET, spec={"size": 1})
        rest: Content = {"spec": {"size": 2}, "metadata": {"labels": {"l": "1"}}}

        applied = await api.apply(WIDGET, manager="st", subresource="status", status={"phase": "x"}, **rest)
        patched = await api.patch(WIDGET, {"status": {"phase": "y"}} | rest, subresource="status")

        for answer, phase in ((applied, "x"), (patched, "y")):
            assert (answer["spec"], answer["status"]["phase"]) == ({"size": 1}, phase)
            assert answer["metadata"]["generation"] == 1
            assert "labels" not in answer["metadata"]

    async def test_status_stays_when_the_rest_changes(self, api: Api) -> None:
        """And the other way round."""
        await api.apply(WIDGET, spec={"size": 1})
        await api.apply(WIDGET, subresource="status", status={"phase": "x"})

        changed = await api.apply(WIDGET, spec={"size": 2})

        assert (changed["spec"], changed["status"]) == ({"size": 2}, {"phase": "x"})

    async def test_owners_of_status_are_known_with_the_subresource(self, api: Api) -> None:
        """One name may stand for two managers."""
        await api.apply(WIDGET, spec={"size": 1})
        conditions = [condition("Ready", "True")]

        written = await api.apply(WIDGET, subresource="status", status={"phase": "x", "conditions": conditions})

        keys: Content = {f"f:{name}": {} for name in conditions[0]}
        assert owned(written, "one") == {"f:spec": {"f:size": {}}}
        assert owned(written, "one", subresource="status") == {
            "f:status": {"f:phase": {}, "f:conditions": {'k:{"type":"Ready"}': {".": {}} | keys}}
        }

    async def test_conditions_merge_by_type(self, api: Api) -> None:
        """Each manager has its own, and removes its own."""
        await api.apply(WIDGET)
        for manager, type_ in (("one", "Ready"), ("two", "Synced")):
            both = await api.apply(
                WIDGET, manager=manager, subresource="status", status={"conditions": [condition(type_, "True")]}
            )
        left = await api.apply(WIDGET, subresource="status", status={"phase": "x"})

        assert [each["type"] for each in both["status"]["conditions"]] == ["Ready", "Synced"]
        assert [each["type"] for each in left["status"]["conditions"]] == ["Synced"]

    async def test_patched_status_is_owned_as_an_update(self, api: Api) -> None:
        """Of the subresource."""
        await api.apply(WIDGET)
        await api.apply(WIDGET, manager="st", subresource="status", status={"phase": "x"})

        patched = await api.patch(WIDGET, {"status": {"phase": "y"}}, subresource="status")

        assert owned(patched, "st", subresource="status") is None
        assert owned(patched, PATCHER, "Update", "status") == {"f:status": {"f:phase": {}}}

    async def test_status_of_nothing_is_not_found(self, api: Api) -> None:
        """A status creates no object, whatever uid it names."""
        for metadata in ({}, {"uid": OTHER_UID}):
            with pytest.raises(errors.NotFound, match=r'widgets\.behavior\.example\.com "a" not found'):
                await api.apply(WIDGET, subresource="status", metadata=metadata, status={"phase": "x"})

    async def test_kind_without_status_has_no_such_door(self, api: Api) -> None:
        """A ConfigMap has none."""
        await api.apply(CONFIG_MAP)

        with pytest.raises(errors.NotFound):
            await api.apply(CONFIG_MAP, subresource="status", data={"k": "v"})

    async def test_uid_is_no_precondition_of_a_custom_resources_status(self, api: Api) -> None:
        """Metadata that come with it are forgotten before they are compared; the version is."""
        await api.apply(WIDGET)
        status = {"phase": "x"}

        written = await api.apply(WIDGET, subresource="status", metadata={"uid": OTHER_UID}, status=status)

        assert written["status"] == status
        with pytest.raises(errors.Conflict):
            await api.apply(WIDGET, subresource="status", metadata={"resourceVersion": "1"}, status={"phase": "y"})

    async def test_uid_is_a_precondition_of_a_built_in_kinds_status(self, api: Api) -> None:
        """There metadata may come with the status."""
        await api.apply(STATEFUL_SET, spec=stateful_set())
        status = {"replicas": 1}

        with pytest.raises(errors.Invalid, match=r"metadata\.uid"):
            await api.apply(STATEFUL_SET, subresource="status", metadata={"uid": OTHER_UID}, status=status)
        assert (await api.apply(STATEFUL_SET, subresource="status", status=status))["status"]["replicas"] == 1


def condition(type_: str, status: str) -> Content:
    """Return a condition that the definition of the kind takes."""
    return {"type": type_, "status": status, "reason": "Because", "lastTransitionTime": "2026-01-01T00:00:00Z"}
