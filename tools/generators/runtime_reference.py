# SPDX-License-Identifier: Apache-2.0
"""docs/reference/kubeloop.md: the public names of the runtime, from its own signatures and docstrings."""

from __future__ import annotations

import configparser
import pathlib
import re
from collections.abc import Iterator

from tools.generators import runtime_metrics, signatures
from tools.generators.reference import NOTE
from tools.generators.signatures import Class, Module, Name

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "packages" / "kubeloop" / "src" / "kubeloop"
LAW = ROOT / ".importlinter"
PAGE = "docs/reference/kubeloop.md"

API = {
    "testing": ("cluster", "clock"),
    "crd": ("markers", "document"),
    "controller": ("loop", "sources", "apply", "status"),
    "election": ("elector", "record", "clock"),
    "informer": ("source", "shared", "changes"),
    "cache": ("store", "digest"),
    "client": ("base", "http"),
    "config": ("discovery", "incluster", "kubeconfig", "access"),
    "objects": ("kind", "metadata", "owner", "condition", "selector", "permission"),
}
"""What users import of the rooms that are folders, the most asked for first; the other modules serve these."""

FIRST = (
    "manager.Manager",
    "client.http.HttpClient",
    "config.discovery.load",
    "informer.shared.Informer",
    "informer.source.Source",
    "informer.source.of",
    "controller.loop.Controller",
    "controller.loop.Result",
    "controller.sources.of_objects",
    "controller.sources.of_children",
    "controller.sources.mapped",
    "controller.apply.Applier",
    "controller.status.StatusWriter",
    "recorder.Recorder",
    "election.elector.Elector",
    "crd.document.document",
    "testing.cluster.Cluster",
)
"""What most programs need."""

SHOWN = {
    "election.record": frozenset({"PERMISSIONS"}),
    "election.clock": frozenset({"Moment", "Clock", "read"}),
}
"""Of modules that are there for their room, the names that users call."""

HIDDEN = frozenset({"NoCounters"})
"""What counts nothing, which is what every `counters=None` means."""

VERBS = frozenset({"list", "watch", "get", "apply", "patch", "delete"})
"""What every client has; described once, by the protocol."""

MAX_WIDTH = 110

INTRODUCTION = """\
Every public name of `kubeloop`, with its types, defaults, units and errors.
The rooms stand in the order of the import law: what is above uses what is below, never the other way.
What is called `client.http` here is `from kubeloop.client import http` in a program.
Modules that are not on this page may change at any time.
Times are seconds; what waits has a bound, and the bound is a parameter or a constant.
Calls marked `await` are coroutines, an `AsyncGenerator` is for `async for`, all others return at once."""


def files() -> dict[str, str]:
    """Return the page."""
    rooms = tuple(_rooms())
    lines = [NOTE, "# kubeloop", "", INTRODUCTION, "", *_first(), "", *_contents(rooms)]
    for room in rooms:
        lines += _room(room)
    return {PAGE: "\n".join(lines) + "\n"}


def _first() -> Iterator[str]:
    yield "| what most programs need | what it is |"
    yield "|---|---|"
    for path in FIRST:
        place, _, name = path.rpartition(".")
        module = signatures.read(SOURCE / f"{place.replace('.', '/')}.py")
        texts = {each.name: each.text for each in module.classes}
        texts |= {_called(each): each.text for each in module.functions}
        first, *_ = _sentences(texts[name].partition("\n\n")[0])
        yield f"| [`{path}`](#{place.replace('.', '')}) | {first} |"


def _rooms() -> Iterator[str]:
    law = configparser.ConfigParser()
    law.read(LAW)
    for layer in law["importlinter:contract:runtime"]["layers"].split("\n"):
        yield from (room.strip() for room in layer.split("|") if room.strip())


def _contents(rooms: tuple[str, ...]) -> Iterator[str]:
    yield "| room | what is there |"
    yield "|---|---|"
    for room in rooms:
        first, *_ = _sentences(_text_of(room))
        yield f"| [`{room}`](#{room}) | {first} |"


def _text_of(room: str) -> str:
    path = SOURCE / room / "__init__.py" if room in API else SOURCE / f"{room}.py"
    return signatures.read(path).text


def _room(room: str) -> Iterator[str]:
    yield from ("", f"## {room}", "")
    if room not in API:
        yield from _module(signatures.read(SOURCE / f"{room}.py"), level=3)
        yield from runtime_metrics.table() if room == "metrics" else ()
        return
    yield from _text(_text_of(room))
    for name in API[room]:
        yield from ("", f"### {room}.{name}", "")
        module = signatures.read(SOURCE / room / f"{name}.py")
        yield from _module(_chosen(module, SHOWN.get(f"{room}.{name}")), level=4)


def _chosen(module: Module, names: frozenset[str] | None) -> Module:
    """Return a module with these names only, or with all."""
    if names is None:
        return module
    return Module(
        module.text,
        tuple(each for each in module.constants if _called(each) in names),
        tuple(each for each in module.functions if _called(each) in names),
        tuple(each for each in module.classes if each.name in names),
    )


def _module(module: Module, *, level: int) -> Iterator[str]:
    yield from _text(module.text)
    classes = [each for each in module.classes if each.name not in HIDDEN]
    words = [_word(each) for each in classes if _is_word(each)]
    constants = [name for name in module.constants if name.text or not name.code[:2].isupper()]
    yield from _items([*constants, *words, *module.functions])
    for each in classes:
        if not _is_word(each):
            yield from _class(each, level)


def _is_word(each: Class) -> bool:
    """Say whether a class is nothing but its name, as most errors are."""
    return not (each.fields or each.methods or each.parameters)


def _word(each: Class) -> Name:
    return Name(f"{each.name}({each.base})", each.text)


def _class(each: Class, level: int) -> Iterator[str]:
    base = f" ({each.base})" if each.base else ""
    yield from ("", f"{'#' * level} {each.name}{base}", "")
    if each.parameters:
        yield from ("```python", _made(each), "```", "")
    yield from _text(each.text)
    is_client = len(VERBS & {_called(name) for name in each.methods}) == len(VERBS) and "Protocol" not in each.base
    if is_client:
        yield "Its six verbs are those of `client.base`."
    yield from _items([*each.fields, *(name for name in each.methods if _is_told(name, each, is_client=is_client))])


def _is_told(name: Name, of: Class, *, is_client: bool) -> bool:
    """Say whether a method is described here; one that says nothing is described by the protocol that it fulfills."""
    if is_client and _called(name) in VERBS:
        return False
    return bool(name.text) or "Protocol" in of.base


def _called(name: Name) -> str:
    return re.split(r"[ (:]", name.code.removeprefix("await "), maxsplit=1)[0]


def _made(each: Class) -> str:
    code = f"{each.name}({', '.join(each.parameters)})"
    if len(code) <= MAX_WIDTH:
        return code
    return f"{each.name}(\n" + "".join(f"    {parameter},\n" for parameter in each.parameters) + ")"


def _items(names: list[Name]) -> Iterator[str]:
    """Yield names as a list, the sentences about each below each other."""
    if names:
        yield ""
    for name in names:
        first, *others = [line for line in _text(name.text) if line] or [""]
        yield f"- `{name.code}`" + (f": {first}" if first else "")
        yield from (f"  {line}" for line in others)


def _text(docstring: str) -> Iterator[str]:
    """Yield the lines of a docstring, one sentence each; drawings stay as they are."""
    for number, paragraph in enumerate(docstring.split("\n\n")):
        if number:
            yield ""
        if re.search(r"^\s|^[├└]", paragraph, re.MULTILINE):
            yield from ("```text", paragraph, "```")
        else:
            yield from _sentences(paragraph)


def _sentences(paragraph: str) -> list[str]:
    """Return the sentences but those for who changes the module: which tests guard it."""
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z`'\"(])", " ".join(paragraph.split()))
    return [each for each in sentences if not each.startswith("Guard")]
