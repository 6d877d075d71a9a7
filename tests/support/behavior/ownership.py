# SPDX-License-Identifier: Apache-2.0
"""Who owns what, as `managedFields` tell it, to the letter."""

from __future__ import annotations

from tests.support.behavior.api import CONFIG_MAP, SERVICE, STATEFUL_SET, WIDGET, Api, Content, owned
from tests.support.behavior.applies import stateful_set


class Ownership:
    """What each manager owns."""

    async def test_entry_of_a_manager(self, api: Api) -> None:
        """Manager, operation, version of the kind, time and fields; no word of the name or the kind."""
        metadata = {"labels": {"l": "1"}, "annotations": {"x": "y"}}

        (entry,) = (await api.apply(CONFIG_MAP, data={"k": "v"}, metadata=metadata))["metadata"]["managedFields"]

        assert entry.pop("time")
        assert entry == {
            "manager": "one",
            "operation": "Apply",
            "apiVersion": "v1",
            "fieldsType": "FieldsV1",
            "fieldsV1": {
                "f:data": {"f:k": {}},
                "f:metadata": {"f:labels": {"f:l": {}}, "f:annotations": {"f:x": {}}},
            },
        }

    async def test_lists_and_maps_of_every_type(self, api: Api) -> None:
        """Entries by keys, with the defaults of keys that were not sent; sets by value; atoms as a whole."""
        spec = {
            "size": 1,
            "parts": [{"name": "x", "count": 1}],
            "ports": [{"port": 1}, {"port": 2, "protocol": "UDP"}],
            "tags": ["t"],
            "steps": ["s"],
            "options": {"o": "p"},
            "selector": {"a": "b"},
        }

        assert owned(await api.apply(WIDGET, spec=spec), "one") == {
            "f:spec": {
                "f:size": {},
                "f:parts": {'k:{"name":"x"}': {".": {}, "f:name": {}, "f:count": {}}},
                "f:ports": {
                    'k:{"port":1,"protocol":"TCP"}': {".": {}, "f:port": {}},
                    'k:{"port":2,"protocol":"UDP"}': {".": {}, "f:port": {}, "f:protocol": {}},
                },
                "f:tags": {'v:"t"': {}},
                "f:steps": {},
                "f:options": {"f:o": {}},
                "f:selector": {},
            }
        }

    async def test_empty_maps_are_owned_and_empty_lists_of_entries_are_not(self, api: Api) -> None:
        """There is nothing in a list of entries that one could own."""
        spec: Content = {"parts": [], "tags": [], "steps": [], "options": {}, "selector": {}}

        assert owned(await api.apply(WIDGET, spec=spec), "one") == {
            "f:spec": {"f:steps": {}, "f:options": {}, "f:selector": {}}
        }

    async def test_finalizers_and_owners(self, api: Api) -> None:
        """Finalizers are a set; an owner reference is an atom with a key."""
        owner = {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "u1"}
        metadata = {"finalizers": ["example.com/a"], "ownerReferences": [owner]}

        made = await api.apply(CONFIG_MAP, metadata=metadata)

        assert owned(made, "one") == {
            "f:metadata": {
                "f:finalizers": {'v:"example.com/a"': {}},
                "f:ownerReferences": {'k:{"uid":"u1"}': {}},
            }
        }
        await api.apply(CONFIG_MAP)

    async def test_workload(self, api: Api) -> None:
        """Containers, ports, variables, mounts and volumes have keys; selectors and arguments are atoms."""
        container = {
            "name": "c",
            "image": "i",
            "args": ["x"],
            "env": [{"name": "A", "value": "1"}],
            "ports": [{"containerPort": 80}],
            "volumeMounts": [{"name": "v", "mountPath": "/v"}],
        }

        assert owned(await api.apply(STATEFUL_SET, spec=stateful_set(container)), "one") == {
            "f:spec": {
                "f:serviceName": {},
                "f:selector": {},
                "f:template": {
                    "f:metadata": {"f:labels": {"f:a": {}}},
                    "f:spec": {
                        "f:containers": {
                            'k:{"name":"c"}': {
                                ".": {},
                                "f:name": {},
                                "f:image": {},
                                "f:args": {},
                                "f:env": {'k:{"name":"A"}': {".": {}, "f:name": {}, "f:value": {}}},
                                "f:ports": {
                                    'k:{"containerPort":80,"protocol":"TCP"}': {".": {}, "f:containerPort": {}}
                                },
                                "f:volumeMounts": {'k:{"mountPath":"/v"}': {".": {}, "f:name": {}, "f:mountPath": {}}},
                            }
                        },
                        "f:volumes": {'k:{"name":"v"}': {".": {}, "f:name": {}, "f:emptyDir": {}}},
                    },
                },
            }
        }

    async def test_service(self, api: Api) -> None:
        """Ports have keys, the selector is an atom."""
        made = await api.apply(SERVICE, spec={"selector": {"a": "b"}, "ports": [{"port": 80, "name": "x"}]})

        assert owned(made, "one") == {
            "f:spec": {
                "f:selector": {},
                "f:ports": {'k:{"port":80,"protocol":"TCP"}': {".": {}, "f:port": {}, "f:name": {}}},
            }
        }

    async def test_shared_field_has_two_owners(self, api: Api) -> None:
        """A second owner is a change of the object, although its content stays."""
        first = await api.apply(CONFIG_MAP, data={"k": "v"})

        second = await api.apply(CONFIG_MAP, manager="two", data={"k": "v"})

        assert owned(second, "one") == owned(second, "two") == {"f:data": {"f:k": {}}}
        assert first["metadata"]["resourceVersion"] != second["metadata"]["resourceVersion"]

    async def test_forced_field_changes_its_owner(self, api: Api) -> None:
        """Who has nothing left is no manager any more."""
        await api.apply(CONFIG_MAP, data={"k": "v"})

        forced = await api.apply(CONFIG_MAP, manager="two", data={"k": "w"})

        assert (owned(forced, "one"), owned(forced, "two")) == (None, {"f:data": {"f:k": {}}})

    async def test_entry_removed_by_its_owner_is_nobodys(self, api: Api) -> None:
        """Who had shared a part of the list keeps only that."""
        await api.apply(WIDGET, spec={"parts": [{"name": "x", "count": 1}, {"name": "y"}]})
        await api.apply(WIDGET, manager="two", spec={"parts": [{"name": "y", "color": "red"}]})

        left = await api.apply(WIDGET, spec={"size": 1})

        assert owned(left, "one") == {"f:spec": {"f:size": {}}}
        assert owned(left, "two") == {"f:spec": {"f:parts": {'k:{"name":"y"}': {".": {}, "f:name": {}, "f:color": {}}}}}

    async def test_manager_who_sends_nothing_is_forgotten(self, api: Api) -> None:
        """Without managers there are no managed fields."""
        await api.apply(CONFIG_MAP, data={"k": "v"})

        assert "managedFields" not in (await api.apply(CONFIG_MAP))["metadata"]

    async def test_fields_from_before_the_first_apply_have_an_owner(self, api: Api) -> None:
        """Of an object that nobody managed, its content is defended under a name of its own."""
        await api.apply(CONFIG_MAP)
        unmanaged = await api.patch(CONFIG_MAP, {"data": {"k": "v"}})

        applied = await api.apply(CONFIG_MAP, data={"l": "w"})

        assert "managedFields" not in unmanaged["metadata"]
        assert owned(applied, "before-first-apply", "Update") == {"f:data": {".": {}, "f:k": {}}}
