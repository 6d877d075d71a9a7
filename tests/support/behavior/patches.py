# SPDX-License-Identifier: Apache-2.0
"""JSON merge patches: what they change, and whom they make its owner."""

from __future__ import annotations

import pytest

from kubeloop import errors
from tests.support.behavior.api import CONFIG_MAP, WIDGET, Api, owned

PATCHER = "kubeloop"
"""The client's user agent."""


class Patches:
    """What a merge patch does."""

    async def test_null_removes_and_maps_merge(self, api: Api) -> None:
        """RFC 7386; a map that becomes empty is absent."""
        await api.apply(CONFIG_MAP, data={"a": "1", "b": "2"}, metadata={"labels": {"l": "1"}})

        patched = await api.patch(CONFIG_MAP, {"data": {"a": None, "c": "3"}, "metadata": {"labels": None}})

        assert patched["data"] == {"b": "2", "c": "3"}
        assert "labels" not in patched["metadata"]

    async def test_map_without_its_last_key_is_absent_or_empty(self, api: Api) -> None:
        """In metadata and built-in kinds the server leaves it out, in custom resources it does not."""
        metadata = {"labels": {"l": "1"}}
        await api.apply(CONFIG_MAP, data={"k": "v"}, metadata=metadata)
        await api.apply(WIDGET, spec={"options": {"k": "v"}}, metadata=metadata)
        no_label = {"metadata": {"labels": {"l": None}}}

        config_map = await api.patch(CONFIG_MAP, {"data": {"k": None}} | no_label)
        widget = await api.patch(WIDGET, {"spec": {"options": {"k": None}}} | no_label)

        assert "data" not in config_map
        assert widget["spec"] == {"options": {}}
        assert not any("labels" in each["metadata"] for each in (config_map, widget))

    async def test_lists_are_replaced(self, api: Api) -> None:
        """Whatever their type."""
        await api.apply(WIDGET, spec={"parts": [{"name": "x"}, {"name": "y"}], "tags": ["t"]})

        patched = await api.patch(WIDGET, {"spec": {"parts": [{"name": "z"}], "tags": ["u"]}})

        assert (patched["spec"]["parts"], patched["spec"]["tags"]) == ([{"name": "z"}], ["u"])
        assert patched["metadata"]["generation"] == 2

    async def test_patch_without_effect_keeps_the_version(self, api: Api) -> None:
        """Nothing is written when nothing changes, and nobody becomes an owner."""
        before = await api.apply(CONFIG_MAP, data={"k": "v"})

        assert before == await api.patch(CONFIG_MAP, {"data": {"k": "v"}})

    async def test_patcher_owns_what_it_changed(self, api: Api) -> None:
        """As an update; the former owner loses it, and may not have it back without force."""
        await api.apply(CONFIG_MAP, data={"a": "1", "b": "2"})

        patched = await api.patch(CONFIG_MAP, {"data": {"a": "3", "b": "2"}})

        assert owned(patched, "one") == {"f:data": {"f:b": {}}}
        assert owned(patched, PATCHER, "Update") == {"f:data": {"f:a": {}}}
        with pytest.raises(errors.Conflict, match=r'conflict with "kubeloop".*: \.data\.a'):
            await api.apply(CONFIG_MAP, force=False, data={"a": "1"})

    async def test_patcher_owns_maps_that_it_made(self, api: Api) -> None:
        """New maps and lists are members themselves, unlike those of an apply."""
        await api.apply(WIDGET, spec={"size": 1})
        spec = {"options": {"o": "p"}, "parts": [{"name": "x", "count": 1}], "tags": ["t"], "selector": {"a": "b"}}

        patched = await api.patch(WIDGET, {"spec": spec, "metadata": {"annotations": {"x": "y"}}})

        assert owned(patched, PATCHER, "Update") == {
            "f:metadata": {"f:annotations": {".": {}, "f:x": {}}},
            "f:spec": {
                "f:options": {".": {}, "f:o": {}},
                "f:parts": {".": {}, 'k:{"name":"x"}': {".": {}, "f:name": {}, "f:count": {}}},
                "f:tags": {".": {}, 'v:"t"': {}},
                "f:selector": {},
            },
        }

    async def test_patched_away_is_nobodys(self, api: Api) -> None:
        """The owner that applied it owns the rest."""
        await api.apply(WIDGET, spec={"size": 1, "parts": [{"name": "x", "count": 1}]})

        patched = await api.patch(WIDGET, {"spec": {"parts": None}})

        assert owned(patched, "one") == {"f:spec": {"f:size": {}}}

    async def test_what_a_patch_added_stays_when_others_leave_it_out(self, api: Api) -> None:
        """It belongs to the patcher."""
        await api.apply(CONFIG_MAP, data={"a": "1"})
        await api.patch(CONFIG_MAP, {"data": {"b": "2"}})

        assert (await api.apply(CONFIG_MAP))["data"] == {"b": "2"}

    async def test_version_in_a_patch_locks(self, api: Api) -> None:
        """Of the newest version only."""
        old = (await api.apply(CONFIG_MAP))["metadata"]["resourceVersion"]
        new = (await api.patch(CONFIG_MAP, {"metadata": {"resourceVersion": old}, "data": {"k": "v"}}))["metadata"]

        with pytest.raises(errors.Conflict, match="the object has been modified"):
            await api.patch(CONFIG_MAP, {"metadata": {"resourceVersion": old}, "data": {"k": "w"}})
        assert old != new["resourceVersion"]
        assert (await api.get(CONFIG_MAP))["data"] == {"k": "v"}

    async def test_uid_cannot_be_patched(self, api: Api) -> None:
        """Which makes it a precondition."""
        uid = (await api.apply(CONFIG_MAP))["metadata"]["uid"]

        with pytest.raises(errors.Invalid, match=r"metadata\.uid"):
            await api.patch(CONFIG_MAP, {"metadata": {"uid": "other"}, "data": {"k": "v"}})
        assert (await api.patch(CONFIG_MAP, {"metadata": {"uid": uid}, "data": {"k": "v"}}))["data"] == {"k": "v"}

    async def test_absent_object_is_not_found(self, api: Api) -> None:
        """A patch creates nothing."""
        with pytest.raises(errors.NotFound, match='configmaps "a" not found'):
            await api.patch(CONFIG_MAP, {"data": {"k": "v"}})
