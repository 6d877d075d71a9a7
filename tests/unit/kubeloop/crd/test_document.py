# SPDX-License-Identifier: Apache-2.0
"""Definitions from structs: each convention of the markers, and what is refused."""

from __future__ import annotations

import enum
from typing import Annotated, Any, ClassVar, Literal

import msgspec
import pytest
from msgspec import Meta

from kubeloop.crd import document, markers, schema
from kubeloop.crd.markers import Column, Resource, Rule, Scale
from kubeloop.objects.metadata import Metadata


class Mode(enum.Enum):
    """A closed set."""

    FAST = "Fast"
    SAFE = "Safe"


class Port(msgspec.Struct, rename="camel"):
    """An entry of a list map."""

    name: Annotated[str, Meta(max_length=15)]
    number: Annotated[int, Meta(ge=1, le=65535, extra_json_schema={"format": "int32"})]


class Disk(msgspec.Struct, rename="camel"):
    """A struct in which everything has a default."""

    __rules__: ClassVar[tuple[Rule, ...]] = (Rule("has(self.size)", "size is needed", ".size"),)
    size: Annotated[markers.Quantity, Meta(description="How big.")] = "1Gi"
    storage_class: Annotated[Annotated[str, Meta(max_length=63)] | None, Meta(description="Which class.")] = None


class Spec(msgspec.Struct, rename="camel"):
    """What a user asks for."""

    replicas: Annotated[int, Meta(ge=0)] = 3
    is_paused: bool = False
    mode: Mode = Mode.SAFE
    level: Literal["low", "high"] = "low"
    note: Annotated[str, Meta(max_length=10)] = ""
    disk: Annotated[Disk, Meta(description="The disk."), markers.value_rules(Rule("true", "always"))] = msgspec.field(
        default_factory=Disk
    )
    ports: Annotated[tuple[Port, ...], Meta(max_length=4), markers.list_map("name")] = ()
    labels: Annotated[dict[str, Annotated[str, Meta(max_length=63)]], Meta(max_length=8)] = {}


class Status(msgspec.Struct, rename="camel"):
    """What became of it."""

    replicas: int = 0


class Thing(msgspec.Struct):
    """A thing that is made
    by an example."""

    __resource__: ClassVar[Resource] = Resource(
        group="example.com",
        version="v1",
        plural="things",
        singular="thing",
        kind="Thing",
        short_names=("th",),
        categories=("all",),
        scale=Scale(),
        columns=(Column("Replicas", ".status.replicas", "integer", 1, "How many."),),
        rules=(Rule("size(self.metadata.name) < 40", "short names only"),),
    )
    metadata: Metadata
    spec: Spec = msgspec.field(default_factory=Spec)
    status: Status = msgspec.field(default_factory=Status)


DEFINITION = document.document(Thing)
VERSION: dict[str, Any] = DEFINITION["spec"]["versions"][0]
ROOT: dict[str, Any] = VERSION["schema"]["openAPIV3Schema"]
SPEC: dict[str, Any] = ROOT["properties"]["spec"]["properties"]


def test_names_are_those_of_the_resource():
    """Including short names and categories."""
    assert DEFINITION["metadata"] == {"name": "things.example.com"}
    assert DEFINITION["spec"]["names"] == {
        "kind": "Thing",
        "listKind": "ThingList",
        "plural": "things",
        "singular": "thing",
        "shortNames": ["th"],
        "categories": ["all"],
    }
    assert Thing.__resource__.identity.path("ns", "a") == "/apis/example.com/v1/namespaces/ns/things/a"


def test_resource_may_stand_outside_of_namespaces():
    """Its scope and its paths say so."""

    class Place(msgspec.Struct):
        """A thing of the whole cluster."""

        __resource__: ClassVar[Resource] = Resource(
            group="example.com", version="v1", plural="places", singular="place", kind="Place", namespaced=False
        )
        metadata: Metadata
        spec: Port
        status: Status

    assert document.document(Place)["spec"]["scope"] == "Cluster"
    assert Place.__resource__.identity.path("", "a") == "/apis/example.com/v1/places/a"


def test_subresources_and_columns_are_those_of_the_resource():
    """Scale finds replicas and selector; a column says only what is said of it."""
    assert VERSION["subresources"]["status"] == {}
    assert VERSION["subresources"]["scale"]["labelSelectorPath"] == ".status.selector"
    assert VERSION["additionalPrinterColumns"] == [
        {
            "name": "Replicas",
            "type": "integer",
            "jsonPath": ".status.replicas",
            "priority": 1,
            "description": "How many.",
        }
    ]


def test_root_has_its_description_its_rules_and_an_optional_spec():
    """A spec in which nothing is required is filled in when absent."""
    assert ROOT["description"] == "A thing that is made by an example."
    assert ROOT["x-kubernetes-validations"] == [
        {"rule": "size(self.metadata.name) < 40", "message": "short names only"}
    ]
    assert ROOT["properties"]["spec"]["default"] == {}
    assert "required" not in ROOT


def test_defaults_are_the_server_s_to_fill_in():
    """Values, false and zero are; what means absent is not; an all-default struct is an empty object."""
    defaults = {name: field["default"] for name, field in SPEC.items() if "default" in field}

    assert defaults == {"replicas": 3, "isPaused": False, "mode": "Safe", "level": "low", "disk": {}}
    assert SPEC["disk"]["properties"]["size"]["default"] == "1Gi"


def test_status_has_no_defaults():
    """An absent status is not yet known."""
    assert ROOT["properties"]["status"]["properties"]["replicas"] == {"type": "integer"}


def test_closed_sets_are_enumerations():
    """Both spellings of Python."""
    assert (SPEC["mode"]["enum"], SPEC["level"]["enum"]) == (["Fast", "Safe"], ["high", "low"])


def test_quantities_are_numbers_or_text():
    """`cpu: 1` is as valid as `cpu: 100m`."""
    size = SPEC["disk"]["properties"]["size"]

    assert size["x-kubernetes-int-or-string"] is True
    assert "type" not in size
    assert (size["pattern"], size["description"]) == (markers.QUANTITY_PATTERN, "How big.")


def test_optional_field_is_absent_never_null():
    """`T | None` is T that need not be there."""
    text = {"type": "string", "description": "Which class.", "maxLength": 63}
    assert text == SPEC["disk"]["properties"]["storageClass"]


def test_rules_of_a_field_and_of_its_struct_are_joined():
    """Neither hides the other."""
    assert [rule["message"] for rule in SPEC["disk"]["x-kubernetes-validations"]] == ["size is needed", "always"]
    assert SPEC["disk"]["x-kubernetes-validations"][0]["fieldPath"] == ".size"


def test_list_map_has_keys_and_required_fields():
    """Entries merge by name, and both fields of an entry are needed."""
    ports = SPEC["ports"]

    assert (ports["x-kubernetes-list-type"], ports["x-kubernetes-list-map-keys"], ports["maxItems"]) == (
        "map",
        ["name"],
        4,
    )
    assert ports["items"]["required"] == ["name", "number"]
    assert ports["items"]["properties"]["number"] == {
        "format": "int32",
        "type": "integer",
        "minimum": 1,
        "maximum": 65535,
    }


def test_nothing_in_a_definition_is_shared():
    """YAML would write shared parts as anchors, which nobody likes to read."""
    seen: set[int] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict | list) and value:
            assert id(value) not in seen
            seen.add(id(value))
            for child in value.values() if isinstance(value, dict) else value:
                walk(child)

    walk(DEFINITION)


class Unioned(msgspec.Struct):
    """What has no schema."""

    field: int | bool | str = 1


class Untyped(msgspec.Struct):
    """What has no schema either."""

    field: Any = None


class Numbered(msgspec.Struct):
    """An enumeration of numbers, which would be of texts that are none."""

    field: Literal[1, 2] = 1


class Endless(msgspec.Struct):
    """A list without a bound."""

    field: tuple[int, ...] = ()


class EndlessValue(msgspec.Struct):
    """A map whose values have no bound."""

    field: Annotated[dict[str, str], Meta(max_length=8)] = {}


@pytest.mark.parametrize("type_", [Endless, EndlessValue])
def test_what_a_user_may_write_without_end_is_refused(type_):
    """In a spec; a status is the controller's own."""
    with pytest.raises(schema.Unsupported, match=rf"{type_.__name__}\.field.* has no bound"):
        schema.of(type_)
    schema.of(type_, with_defaults=False)


class Partly(msgspec.Struct, rename="camel"):
    """A struct that is given with some of its fields."""

    size: Annotated[int, Meta(ge=0)] = 1
    note: Annotated[Annotated[str, Meta(max_length=9)] | None, Meta(description="A note.")] = None


class Defaulted(msgspec.Struct, rename="camel"):
    """A default that is neither nothing nor everything."""

    disk: Partly = msgspec.field(default_factory=lambda: Partly(size=2))
    surge: Annotated[int, Meta(ge=1)] | Annotated[str, Meta(max_length=4)] = 1
    share: markers.IntOrString = "10%"


def test_default_says_only_what_is_there():
    """The server refuses null, and fills in what lies below a default itself."""
    assert schema.of(Defaulted)["properties"]["disk"]["default"] == {"size": 2}


def test_number_or_text_keeps_the_bounds_of_both():
    """A minimum counts for numbers, a length for texts."""
    surge = schema.of(Defaulted)["properties"]["surge"]

    assert (surge["minimum"], surge["maxLength"], surge["x-kubernetes-int-or-string"]) == (1, 4, True)


class Keyless(msgspec.Struct):
    """A list map whose keys its entries do not have."""

    field: Annotated[tuple[Port, ...], Meta(max_length=4), markers.list_map("nope")] = ()


class Ruled(msgspec.Struct):
    """A rule that is no tuple of rules."""

    __rules__: ClassVar[Any] = Rule("true", "always")


@pytest.mark.parametrize(("type_", "said"), [(Keyless, r"Keyless\.field: .* no nope"), (Ruled, "a tuple of Rule")])
def test_what_only_the_server_would_notice_is_refused(type_, said):
    """Where it stands, when the definition is made."""
    with pytest.raises(schema.Unsupported, match=said):
        schema.of(type_)


def test_struct_that_is_no_root_is_refused():
    """With what it lacks."""
    with pytest.raises(schema.Unsupported, match="Port is no root"):
        document.document(Port)


@pytest.mark.parametrize("type_", [Unioned, Untyped, Numbered])
def test_type_without_schema_is_refused_where_it_stands(type_):
    """The message names struct and field."""
    with pytest.raises(schema.Unsupported, match=rf"{type_.__name__}\.field"):
        schema.of(type_)
