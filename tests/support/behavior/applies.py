# SPDX-License-Identifier: Apache-2.0
"""Server-side apply: what becomes of the object, and when it is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kubeloop import errors
from kubeloop.objects.kind import Kind
from tests.support.behavior.api import CONFIG_MAP, SERVICE, STATEFUL_SET, WIDGET, Api, Content, owned

OTHER_UID = "11111111-1111-1111-1111-111111111111"


class Applies:
    """What an apply does to an object."""

    async def test_apply_creates_what_is_absent(self, api: Api) -> None:
        """The answer is the whole object, with what only the server knows."""
        made = await api.apply(CONFIG_MAP, data={"k": "v"})

        metadata = made["metadata"]
        assert (made["kind"], made["apiVersion"], made["data"]) == ("ConfigMap", "v1", {"k": "v"})
        assert metadata["uid"]
        assert metadata["creationTimestamp"]
        assert made == await api.get(CONFIG_MAP)

    async def test_apply_without_effect_keeps_the_version(self, api: Api) -> None:
        """Nothing is written when nothing changes."""
        first = await api.apply(CONFIG_MAP, data={"k": "v"}, metadata={"labels": {"l": "1"}})

        assert first == await api.apply(CONFIG_MAP, data={"k": "v"}, metadata={"labels": {"l": "1"}})

    async def test_each_change_has_a_version_and_keeps_the_uid(self, api: Api) -> None:
        """Versions tell states apart, uids objects."""
        first = (await api.apply(CONFIG_MAP, data={"k": "v"}))["metadata"]
        second = (await api.apply(CONFIG_MAP, data={"k": "w"}))["metadata"]

        assert first["resourceVersion"] != second["resourceVersion"]
        assert first["uid"] == second["uid"]

    async def test_fields_of_others_stay(self, api: Api) -> None:
        """An apply says nothing about what it leaves out."""
        await api.apply(CONFIG_MAP, data={"a": "1"}, metadata={"annotations": {"x": "y"}})

        both = await api.apply(CONFIG_MAP, manager="two", data={"b": "2"})

        assert both["data"] == {"a": "1", "b": "2"}
        assert both["metadata"]["annotations"] == {"x": "y"}

    async def test_what_a_manager_no_longer_sends_is_removed(self, api: Api) -> None:
        """Also labels and annotations, and a map that becomes empty by that."""
        metadata = {"labels": {"l": "1", "m": "2"}, "annotations": {"x": "y"}}
        await api.apply(CONFIG_MAP, data={"a": "1"}, metadata=metadata)

        left = await api.apply(CONFIG_MAP, metadata={"labels": {"l": "1"}})

        assert "data" not in left
        assert "annotations" not in left["metadata"]
        assert left["metadata"]["labels"] == {"l": "1"}

    async def test_what_another_manager_sends_too_stays(self, api: Api) -> None:
        """A field goes with the last of its owners."""
        await api.apply(CONFIG_MAP, data={"ours": "1", "mine": "2"})
        await api.apply(CONFIG_MAP, manager="two", data={"ours": "1"})

        assert (await api.apply(CONFIG_MAP))["data"] == {"ours": "1"}
        assert "data" not in await api.apply(CONFIG_MAP, manager="two")

    async def test_other_value_without_force_is_a_conflict(self, api: Api) -> None:
        """The message names the other manager and the field; nothing is changed."""
        before = await api.apply(CONFIG_MAP, data={"k": "v"})

        with pytest.raises(errors.Conflict) as refusal:
            await api.apply(CONFIG_MAP, manager="two", force=False, data={"k": "w", "other": "x"})

        assert refusal.value.message == 'Apply failed with 1 conflict: conflict with "one": .data.k'
        assert before == await api.get(CONFIG_MAP)

    async def test_all_conflicts_are_named(self, api: Api) -> None:
        """By manager, with the keys of entries in lists."""
        await api.apply(WIDGET, spec={"size": 1, "steps": ["a"], "parts": [{"name": "x", "count": 1}]})
        await api.apply(WIDGET, manager="two", spec={"ports": [{"port": 1, "title": "t"}]})
        wanted = {
            "size": 2,
            "steps": ["b"],
            "parts": [{"name": "x", "count": 2}],
            "ports": [{"port": 1, "protocol": "TCP", "title": "u"}],
        }

        with pytest.raises(errors.Conflict) as refusal:
            await api.apply(WIDGET, manager="three", force=False, spec=wanted)

        first, *fields = refusal.value.message.splitlines()
        assert first == 'Apply failed with 4 conflicts: conflicts with "one":'
        assert sorted(fields[:3]) == ['- .spec.parts[name="x"].count', "- .spec.size", "- .spec.steps"]
        assert fields[3:] == ['conflicts with "two":', '- .spec.ports[port=1,protocol="TCP"].title']

    async def test_same_value_without_force_is_shared(self, api: Api) -> None:
        """Who wants the same is nobody's enemy."""
        await api.apply(CONFIG_MAP, data={"k": "v"})

        shared = await api.apply(CONFIG_MAP, manager="two", force=False, data={"k": "v"})

        assert shared["data"] == {"k": "v"}

    async def test_force_takes_over(self, api: Api) -> None:
        """The former owner cannot remove it any more by leaving it out."""
        await api.apply(CONFIG_MAP, data={"k": "v"})
        await api.apply(CONFIG_MAP, manager="two", data={"k": "w"})

        assert (await api.apply(CONFIG_MAP))["data"] == {"k": "w"}

    async def test_version_one_creates_only(self, api: Api) -> None:
        """No object ever has it."""
        await api.apply(CONFIG_MAP, metadata={"resourceVersion": "1"})

        with pytest.raises(errors.Conflict):
            await api.apply(CONFIG_MAP, metadata={"resourceVersion": "1"})

    async def test_version_that_is_not_the_newest_is_a_conflict(self, api: Api) -> None:
        """Optimistic locking; with the newest it goes through."""
        old = (await api.apply(CONFIG_MAP))["metadata"]["resourceVersion"]
        new = (await api.apply(CONFIG_MAP, data={"k": "v"}))["metadata"]["resourceVersion"]

        with pytest.raises(errors.Conflict, match="the object has been modified"):
            await api.apply(CONFIG_MAP, metadata={"resourceVersion": old})
        assert "data" not in await api.apply(CONFIG_MAP, metadata={"resourceVersion": new})

    async def test_uid_of_another_object_is_refused(self, api: Api) -> None:
        """As an invalid change where something has the name, as a conflict where nothing has it."""
        with pytest.raises(errors.Conflict):
            await api.apply(CONFIG_MAP, metadata={"uid": OTHER_UID})
        uid = (await api.apply(CONFIG_MAP))["metadata"]["uid"]
        with pytest.raises(errors.Invalid, match=r"metadata\.uid"):
            await api.apply(CONFIG_MAP, metadata={"uid": OTHER_UID})

        assert (await api.apply(CONFIG_MAP, metadata={"uid": uid}))["metadata"]["uid"] == uid

    @pytest.mark.parametrize("name", ["Not_A_Name", "-a", "a.", "a" * 254])
    async def test_bad_name_is_invalid(self, api: Api, name: str) -> None:
        """The sentence says which field."""
        with pytest.raises(errors.Invalid, match=r"metadata\.name: Invalid value") as refusal:
            await api.apply(CONFIG_MAP, name)

        assert refusal.value.status == 422

    @pytest.mark.parametrize("wrong", [{"metadata": {"name": "b"}}, {"apiVersion": "v2"}])
    async def test_body_of_another_object_is_invalid(self, api: Api, wrong: Content) -> None:
        """Path and body must agree in name and kind."""
        with pytest.raises(errors.Invalid):
            await api.apply(CONFIG_MAP, **wrong)

    async def test_unknown_kind_and_namespace_are_not_found(self, api: Api) -> None:
        """Nothing is created where there is no place for it."""
        with pytest.raises(errors.NotFound):
            await api.client.list(Kind("nobody.example.com", "v1", "things", "Thing"))
        with pytest.raises(errors.NotFound, match='namespaces "nowhere" not found'):
            await replace(api, namespace="nowhere").apply(CONFIG_MAP)

    async def test_entries_with_the_same_keys_twice_are_refused(self, api: Api) -> None:
        """The server calls it its own failure (500); the client knows better."""
        with pytest.raises(errors.Invalid, match="duplicate entries"):
            await api.apply(WIDGET, spec={"parts": [{"name": "x"}, {"name": "x"}]})

    async def test_generation_counts_changes_of_what_is_asked_for(self, api: Api) -> None:
        """Neither metadata nor no-ops count."""
        generations = [
            (await api.apply(WIDGET, **change))["metadata"]["generation"]
            for change in (
                {"spec": {"size": 1}},
                {"spec": {"size": 1}, "metadata": {"labels": {"l": "1"}}},
                {"spec": {"size": 2}},
                {"spec": {"size": 2}},
            )
        ]

        assert generations == [1, 1, 2, 2]

    async def test_some_kinds_count_no_generations(self, api: Api) -> None:
        """ConfigMaps and Services have none; StatefulSets have."""
        service = await api.apply(SERVICE, "svc", spec={"ports": [{"port": 1}]})

        assert "generation" not in (await api.apply(CONFIG_MAP, data={"k": "v"}))["metadata"]
        assert "generation" not in service["metadata"]
        assert (await api.apply(STATEFUL_SET, spec=stateful_set()))["metadata"]["generation"] == 1


class Merging:
    """How lists and maps come together."""

    async def test_containers_merge_by_name_and_all_that_is_in_them(self, api: Api) -> None:
        """A second manager adds a container, a port, a variable and a mount."""
        await api.apply(STATEFUL_SET, spec=stateful_set({"name": "c", "image": "i", "args": ["x"], **_inside("a", 1)}))
        sidecar = {"name": "d", "image": "i"}

        answer = await api.apply(
            STATEFUL_SET, manager="two", spec=stateful_set({"name": "c", **_inside("b", 2)}, sidecar)
        )

        first, second = answer["spec"]["template"]["spec"]["containers"]
        assert (first["image"], first["args"], second["name"]) == ("i", ["x"], "d")
        assert [each["name"] for each in first["env"]] == ["a", "b"]
        assert [each["containerPort"] for each in first["ports"]] == [1, 2]
        assert [each["mountPath"] for each in first["volumeMounts"]] == ["/a", "/b"]

    async def test_ports_are_known_by_number_and_protocol(self, api: Api) -> None:
        """A protocol that is left out is TCP, which is filled in."""
        await api.apply(WIDGET, spec={"ports": [{"port": 1}]})

        answer = await api.apply(
            WIDGET,
            manager="two",
            spec={"ports": [{"port": 1, "protocol": "TCP", "title": "t"}, {"port": 1, "protocol": "UDP"}]},
        )

        assert answer["spec"]["ports"] == [
            {"port": 1, "protocol": "TCP", "title": "t"},
            {"port": 1, "protocol": "UDP"},
        ]

    async def test_protocol_that_is_sent_no_more_stays(self, api: Api) -> None:
        """It is the default."""
        await api.apply(WIDGET, spec={"ports": [{"port": 1, "protocol": "TCP", "title": "t"}]})

        left = await api.apply(WIDGET, spec={"ports": [{"port": 1}]})

        assert left["spec"]["ports"] == [{"port": 1, "protocol": "TCP"}]

    async def test_ports_of_a_service_are_known_by_number_and_protocol(self, api: Api) -> None:
        """Two managers name one each."""
        await api.apply(SERVICE, spec={"ports": [{"port": 1, "name": "x", "targetPort": 1}]})

        answer = await api.apply(SERVICE, manager="two", spec={"ports": [{"port": 2, "name": "y", "targetPort": 2}]})

        assert [(port["port"], port["name"], port["protocol"]) for port in answer["spec"]["ports"]] == [
            (1, "x", "TCP"),
            (2, "y", "TCP"),
        ]

    async def test_selectors_are_replaced_as_a_whole(self, api: Api) -> None:
        """Half a selector of each of two managers would select what neither wants."""
        await api.apply(SERVICE, spec={"selector": {"a": "b"}, "ports": [{"port": 1}]})
        await api.apply(WIDGET, spec={"selector": {"a": "b"}, "options": {"a": "b"}})

        service = await api.apply(SERVICE, manager="two", spec={"selector": {"c": "d"}})
        widget = await api.apply(WIDGET, manager="two", spec={"selector": {"c": "d"}, "options": {"c": "d"}})

        assert service["spec"]["selector"] == {"c": "d"}
        assert widget["spec"]["selector"] == {"c": "d"}
        assert widget["spec"]["options"] == {"a": "b", "c": "d"}

    async def test_lists_without_keys_are_replaced_as_a_whole(self, api: Api) -> None:
        """Arguments have an order that belongs to one."""
        await api.apply(WIDGET, spec={"steps": ["a", "b"]})

        assert (await api.apply(WIDGET, manager="two", spec={"steps": ["c"]}))["spec"]["steps"] == ["c"]

    async def test_sets_are_united(self, api: Api) -> None:
        """Tags and finalizers, of which each goes with its owner."""
        await api.apply(WIDGET, metadata={"finalizers": ["example.com/a"]}, spec={"tags": ["t", "u"]})
        both = await api.apply(
            WIDGET, manager="two", metadata={"finalizers": ["example.com/b"]}, spec={"tags": ["v", "t"]}
        )
        left = await api.apply(WIDGET)

        assert both["metadata"]["finalizers"] == ["example.com/a", "example.com/b"]
        assert sorted(both["spec"]["tags"]) == ["t", "u", "v"]
        assert left["metadata"]["finalizers"] == ["example.com/b"]
        assert sorted(left["spec"]["tags"]) == ["t", "v"]
        await api.apply(WIDGET, manager="two")

    async def test_owner_references_are_known_by_uid(self, api: Api) -> None:
        """Each is replaced as a whole."""
        one = {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "u1"}
        two = one | {"name": "y", "uid": "u2", "controller": True}
        await api.apply(CONFIG_MAP, metadata={"ownerReferences": [one]})

        both = await api.apply(CONFIG_MAP, manager="two", metadata={"ownerReferences": [two]})

        assert both["metadata"]["ownerReferences"] == [one, two]
        assert (await api.apply(CONFIG_MAP))["metadata"]["ownerReferences"] == [two]

    @pytest.mark.parametrize(
        ("there", "sent", "becomes"),
        [
            ("xy", "zx", "zxy"),
            ("y", "z", "yz"),
            ("xy", "xz", "xyz"),
            ("ab", "ba", "ba"),
            ("abc", "ca", "bca"),
            ("abcd", "dxb", "acdxb"),
            ("abc", "xcy", "abxcy"),
            ("abc", "yax", "yabcx"),
            ("apbq", "ab", "apbq"),
        ],
    )
    async def test_entries_have_the_order_of_who_sent_them_last(
        self, api: Api, there: str, sent: str, becomes: str
    ) -> None:
        """Those of others stay among their former neighbors."""
        await api.apply(WIDGET, manager="two", spec={"parts": [{"name": name} for name in there]})

        answer = await api.apply(WIDGET, spec={"parts": [{"name": name} for name in sent]})

        assert becomes == "".join(part["name"] for part in answer["spec"]["parts"])

    async def test_entry_goes_when_nobody_owns_anything_of_it(self, api: Api) -> None:
        """An entry in which another manager has a field stays with that field."""
        await api.apply(WIDGET, spec={"parts": [{"name": "x", "count": 1}, {"name": "y"}, {"name": "z"}]})
        await api.apply(WIDGET, manager="two", spec={"parts": [{"name": "x", "color": "red"}]})

        left = await api.apply(WIDGET, spec={"parts": [{"name": "z"}]})

        assert left["spec"]["parts"] == [{"name": "x", "color": "red"}, {"name": "z"}]

    async def test_entry_goes_although_another_has_changed_a_field_of_it(self, api: Api) -> None:
        """Who patches a field does not own the entry."""
        await api.apply(WIDGET, spec={"size": 1, "parts": [{"name": "x", "count": 1}, {"name": "y"}]})
        await api.patch(WIDGET, {"spec": {"parts": [{"name": "x", "count": 2}, {"name": "y"}]}})

        left = await api.apply(WIDGET, spec={"size": 1, "parts": [{"name": "y"}]})

        assert left["spec"]["parts"] == [{"name": "y"}]

    async def test_last_entry_of_what_another_made_cannot_be_given_up(self, api: Api) -> None:
        """The map would become null, which no custom resource may have; a built-in kind takes it for absent."""
        await api.apply(WIDGET, spec={"size": 1})
        await api.patch(WIDGET, {"spec": {"options": {"o": "p"}}})
        await api.apply(WIDGET, spec={"options": {"o": "q"}})
        await api.apply(CONFIG_MAP, metadata={"labels": {"l": "1"}})
        await api.patch(CONFIG_MAP, {"data": {"k": "v"}})
        await api.apply(CONFIG_MAP, data={"k": "w"})

        with pytest.raises(errors.Invalid, match=r'spec\.options: Invalid value: "null"'):
            await api.apply(WIDGET)
        left = await api.apply(CONFIG_MAP)
        assert "data" not in left
        assert owned(left, "kubeloop", "Update") == {"f:data": {}}

    async def test_empty_values_are_values(self, api: Api) -> None:
        """What is sent empty is there and empty."""
        sent: Content = {"parts": [], "tags": [], "steps": [], "options": {}, "selector": {}}

        assert (await api.apply(WIDGET, spec=sent))["spec"] == sent

    async def test_empty_list_is_no_giving_up_of_the_map_around_it(self, api: Api) -> None:
        """Although there is nothing in it to own."""
        await api.apply(WIDGET, spec={})

        assert (await api.apply(WIDGET, spec={"parts": []}))["spec"] == {"parts": []}


def stateful_set(*containers: Content) -> Content:
    """Return a spec that the server takes."""
    volumes = [{"name": "v", "emptyDir": {}}]
    pod = {"containers": list(containers) or [{"name": "c", "image": "i"}], "volumes": volumes}
    labels = {"a": "b"}
    return {
        "serviceName": "s",
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": pod},
    }


def _inside(name: str, number: int) -> Content:
    return {
        "env": [{"name": name, "value": name}],
        "ports": [{"containerPort": number}],
        "volumeMounts": [{"name": "v", "mountPath": f"/{name}"}],
    }
