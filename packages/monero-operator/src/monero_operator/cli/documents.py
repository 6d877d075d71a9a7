# SPDX-License-Identifier: Apache-2.0
"""YAML in and out, read as kubectl reads it: no dates, no sexagesimal numbers, and no key twice.

The only importer of PyYAML in the operator.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

MAX_BYTES = 4 * 1024 * 1024
WIDTH = 120


class Document(msgspec.Struct, frozen=True):
    """One document of a file: what it says, or what is wrong with it, and `where` for sentences about it."""

    where: str
    content: Any = None
    problem: str = ""


class _Loader(yaml.SafeLoader):
    """Reads plain words as kubectl's YAML does, which knows fewer types than PyYAML."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way to say it

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Return a mapping; a key that stands in it twice is a mistake, not a correction."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value != "<<"]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.MarkedYAMLError(problem=f"key {twice!r} stands twice", problem_mark=node.start_mark)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


_resolve("bool", "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF", "yYnNtTfFoO")
_resolve("int", "[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)", "-+0123456789")
_resolve("float", r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9_]+)(?:[eE][-+][0-9]+)?", "-+0123456789.")
_resolve("null", "~|null|Null|NULL|", "~nN\0")
_Loader.yaml_implicit_resolvers.setdefault("", []).append(("tag:yaml.org,2002:null", re.compile("^$")))
_resolve("merge", "<<", "<")


def read(name: str) -> Iterator[Document]:
    """Read a file, or standard input for `-`; what cannot be read is a document with a problem, and the last one."""
    shown = "standard input" if name == "-" else name
    try:
        text = _content(name)
    except (OSError, UnicodeDecodeError) as error:
        yield Document(shown, problem=f"cannot be read: {error}")
        return
    if len(text) > MAX_BYTES:
        yield Document(shown, problem=f"has more than {MAX_BYTES // 1024 // 1024} MiB: no resource is that long")
        return
    yield from _documents(shown, text)


def text(contents: Iterable[dict[str, Any]]) -> str:
    """Return documents as YAML; each begins with its separator, so that texts can follow each other."""
    return "".join(f"---\n{yaml.dump(content, Dumper=_Dumper, sort_keys=False, width=WIDTH)}" for content in contents)


class _Dumper(yaml.SafeDumper):
    """Writes the same value twice rather than as an anchor and its alias."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Say that nothing is written as an alias."""
        return True


def _content(name: str) -> str:
    if name == "-":
        return sys.stdin.read(MAX_BYTES + 1)
    with Path(name).open(encoding="utf-8") as file:
        return file.read(MAX_BYTES + 1)


def _documents(shown: str, text: str) -> Iterator[Document]:
    number = 0
    try:
        loader = _Loader(text)
        while loader.check_data():  # type: ignore[no-untyped-call]  # the stubs forgot it
            content = loader.get_data()
            number += 1
            if content is not None:
                yield Document(f"{shown}, document {number}", content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        yield Document(f"{shown}, document {number + 1}", problem=f"is no YAML: {_sentence(error)}")


def _sentence(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"{error.problem} in line {error.problem_mark.line + 1}"
    return str(error) or type(error).__name__
