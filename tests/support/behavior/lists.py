# SPDX-License-Identifier: Apache-2.0
"""Lists: pages of one version, selectors, scopes, metadata alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kubeloop import errors
from tests.support.behavior.api import CONFIG_MAP, NAMESPACE, WIDGET, Api, decoded, name_of


class Lists:
    """What a list shows."""

    async def test_pages_show_what_was_there_when_the_first_was_asked_for(self, api: Api) -> None:
        """Whatever is added, changed or deleted meanwhile."""
        await api.make("a", "b", "c", "d", "e")
        pages = [await api.client.list(CONFIG_MAP, api.namespace, limit=2)]
        await api.client.delete(CONFIG_MAP, api.namespace, "c")
        await api.patch(CONFIG_MAP, {"data": {"k": "v"}}, "d")
        await api.make("bb")
        while pages[-1].continue_token:
            token = pages[-1].continue_token
            pages.append(await api.client.list(CONFIG_MAP, api.namespace, limit=2, continue_token=token))

        assert [[name_of(item) for item in page.items] for page in pages] == [["a", "b"], ["c", "d"], ["e"]]
        assert len({page.resource_version for page in pages}) == 1
        assert "data" not in decoded(pages[1].items[1])

    async def test_page_may_be_asked_for_again(self, api: Api) -> None:
        """When its answer was lost."""
        await api.make("a", "b", "c")
        token = (await api.client.list(CONFIG_MAP, api.namespace, limit=2)).continue_token

        twice = [await api.client.list(CONFIG_MAP, api.namespace, limit=2, continue_token=token) for _ in range(2)]

        assert [[name_of(item) for item in page.items] for page in twice] == [["c"], ["c"]]

    async def test_token_of_a_lost_history_has_expired(self, api: Api) -> None:
        """410: begin again."""
        await api.make("a", "b", "c")
        token = (await api.client.list(CONFIG_MAP, api.namespace, limit=2)).continue_token
        await api.make("d")
        await api.expire()

        with pytest.raises(errors.Gone):
            await api.client.list(CONFIG_MAP, api.namespace, limit=2, continue_token=token)
        assert await api.names() == ("a", "b", "c", "d")

    @pytest.mark.parametrize(
        ("labels", "found"),
        [
            ("", ("both", "none", "one", "two")),
            ("x", ("both", "one")),
            ("!x", ("none", "two")),
            ("x=1", ("both", "one")),
            ("x==1", ("both", "one")),
            ("x=2", ()),
            ("x!=1", ("none", "two")),
            ("x!=2", ("both", "none", "one", "two")),
            ("x in (1,2)", ("both", "one")),
            ("x in (2, 1 )", ("both", "one")),
            ("y notin (1)", ("none", "one")),
            ("x=1,y=1", ("both",)),
            (" x = 1 , !y", ("one",)),
            ("y,x notin (2)", ("both", "two")),
            ("x=", ()),
        ],
    )
    async def test_selectors(self, api: Api, labels: str, found: tuple[str, ...]) -> None:
        """By equality, by sets, by being there."""
        await api.make("none")
        await api.make("one", x="1")
        await api.make("two", y="1")
        await api.make("both", x="1", y="1")

        assert found == await api.names(labels)

    @pytest.mark.parametrize("labels", ["=1", "x=a b", "x in 1", "x,", "x=1,,y"])
    async def test_bad_selector_is_invalid(self, api: Api, labels: str) -> None:
        """A selector that selects by mistake would be worse."""
        with pytest.raises(errors.Invalid):
            await api.names(labels)

    async def test_namespaces_are_apart(self, api: Api) -> None:
        """Without a namespace all are listed, by `namespace/name`, where a hyphen comes before the slash."""
        await api.apply(NAMESPACE, (other := f"{api.namespace}-b"))
        await api.make("b", "a", of=api.namespace)
        await replace(api, namespace=other).make("a", of=api.namespace)

        everywhere = await api.client.list(CONFIG_MAP, labels=f"of={api.namespace}")

        assert await api.names() == ("a", "b")
        keys = [decoded(item)["metadata"] for item in everywhere.items]
        assert [(key["namespace"], key["name"]) for key in keys] == [
            (other, "a"),
            (api.namespace, "a"),
            (api.namespace, "b"),
        ]

    async def test_metadata_alone(self, api: Api) -> None:
        """Without the content, and of a kind of their own; in pages too."""
        for name in ("a", "b"):
            made = await api.apply(CONFIG_MAP, name, data={"k": "v"}, metadata={"labels": {"l": "1"}})

        first = await api.client.list(CONFIG_MAP, api.namespace, limit=1, only_metadata=True)
        second = await api.client.list(
            CONFIG_MAP, api.namespace, limit=1, continue_token=first.continue_token, only_metadata=True
        )

        assert [name_of(page.items[0]) for page in (first, second)] == ["a", "b"]
        assert decoded(second.items[0]) == {
            "kind": "PartialObjectMetadata",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": made["metadata"],
        }

    async def test_items_of_custom_kinds_alone_say_their_kind(self, api: Api) -> None:
        """Those of built-in kinds leave it to the list."""
        await api.apply(WIDGET)
        await api.make("a")

        (widget,) = (await api.client.list(WIDGET, api.namespace)).items
        (config_map,) = (await api.client.list(CONFIG_MAP, api.namespace)).items

        assert (decoded(widget)["apiVersion"], decoded(widget)["kind"]) == (WIDGET.api_version, "Widget")
        assert set(decoded(config_map)) == {"metadata"}

    async def test_empty_list_has_a_version_to_watch_from(self, api: Api) -> None:
        """What happens next is seen."""
        version = await api.version()
        await api.make("a")

        assert [name_of(event.object) for event in await api.seen(version, 1)] == ["a"]
