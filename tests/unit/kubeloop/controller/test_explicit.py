# SPDX-License-Identifier: Apache-2.0
"""Bodies of applies: which defaults are sent."""

from __future__ import annotations

import msgspec

from kubeloop.controller import explicit


class Volume(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A volume with one of several sources."""

    name: str
    empty_dir: dict[str, str] | None = None
    read_only: bool = False


class Security(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A struct in which everything is optional."""

    run_as: int | None = None


class Pod(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A struct with a field of each sort."""

    volumes: tuple[Volume, ...] = ()
    grace_seconds: int = 30
    host: str = ""
    security: Security = Security()
    labels: dict[str, str] = {}
    partition: int = 0
    extra: str | msgspec.UnsetType = msgspec.UNSET


def test_defaults_are_sent_unless_they_mean_absent():
    """Numbers and booleans are ours to put right; None, empty text, lists, maps and structs are not sent."""
    assert explicit.builtins(Pod()) == {"graceSeconds": 30, "partition": 0}


def test_empty_value_that_is_no_default_is_sent():
    """`emptyDir: {}` says something."""
    pod = Pod(volumes=(Volume("data", {}),), security=Security(1000))

    assert explicit.builtins(pod)["volumes"] == [{"name": "data", "emptyDir": {}, "readOnly": False}]
    assert explicit.builtins(pod)["security"] == {"runAs": 1000}


def test_maps_keep_their_keys():
    """Only fields of structs are renamed."""
    assert explicit.builtins({"snake_case": Volume("v")}) == {"snake_case": {"name": "v", "readOnly": False}}
