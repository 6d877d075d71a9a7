# SPDX-License-Identifier: Apache-2.0
"""A page with the public names of a library, from its own signatures and docstrings."""

from __future__ import annotations

import configparser
import dataclasses
import pathlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from tools.generators import signatures
from tools.generators.reference import NOTE
from tools.generators.signatures import Class, Module, Name

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAW = ROOT / ".importlinter"
MAX_WIDTH = 110


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A library and how its page is made.

    `contract` of the import law names the rooms in their order, but for those `left_out`; `modules` are what users
    import of rooms that are folders, the most asked for first. `first` is what most programs need. `shown` has, of
    modules that are there for their room, the names that users call; `hidden` are classes that nobody asks for.
    `protocols` has the methods that are described once, by the protocol, and what is said where a class has them all.
    `added` yields lines behind a room.
    """

    name: str
    contract: str
    introduction: str
    modules: Mapping[str, tuple[str, ...]]
    first: tuple[str, ...]
    left_out: AbstractSet[str] = frozenset()
    shown: Mapping[str, AbstractSet[str]] = dataclasses.field(default_factory=dict)
    hidden: AbstractSet[str] = frozenset()
    protocols: Mapping[frozenset[str], str] = dataclasses.field(default_factory=dict)
    added: Mapping[str, Callable[[], Iterable[str]]] = dataclasses.field(default_factory=dict)

    @property
    def source(self) -> pathlib.Path:
        """The folder of the code."""
        return ROOT / "packages" / self.name / "src" / self.name

    @property
    def rooms(self) -> Iterator[str]:
        """The rooms in the order of the import law."""
        law = configparser.ConfigParser()
        law.read(LAW)
        for layer in law[f"importlinter:contract:{self.contract}"]["layers"].split("\n"):
            yield from (room.strip() for room in layer.split("|") if room.strip() and room.strip() not in self.left_out)

    def read(self, place: str) -> Module:
        """Return the names of a module, "client.http"."""
        return signatures.read(self.source / f"{place.replace('.', '/')}.py")


def files(library: Library) -> dict[str, str]:
    """Return the page."""
    lines = [NOTE, f"# {library.name}", "", library.introduction, "", *_first(library), "", *_contents(library)]
    for room in library.rooms:
        lines += _room(library, room)
    return {f"docs/reference/{library.name}.md": "\n".join(lines) + "\n"}


def _first(library: Library) -> Iterator[str]:
    yield "| what most programs need | what it is |"
    yield "|---|---|"
    for path in library.first:
        place, _, name = path.rpartition(".")
        module = library.read(place)
        texts = {each.name: each.text for each in module.classes}
        texts |= {_called(each): each.text for each in module.functions}
        first, *_ = _sentences(texts[name].partition("\n\n")[0])
        yield f"| [`{path}`](#{place.replace('.', '')}) | {first} |"


def _contents(library: Library) -> Iterator[str]:
    yield "| room | what is there |"
    yield "|---|---|"
    for room in library.rooms:
        first, *_ = _sentences(_text_of(library, room))
        yield f"| [`{room}`](#{room}) | {first} |"


def _text_of(library: Library, room: str) -> str:
    return library.read(f"{room}.__init__" if room in library.modules else room).text


def _room(library: Library, room: str) -> Iterator[str]:
    yield from ("", f"## {room}", "")
    if room in library.modules:
        yield from _text(_text_of(library, room))
    else:
        yield from _module(library, library.read(room), level=3)
    yield from library.added[room]() if room in library.added else ()
    for name in library.modules.get(room, ()):
        place = f"{room}.{name}"
        yield from ("", f"### {place}", "")
        yield from _module(library, _chosen(library.read(place), library.shown.get(place)), level=4)


def _chosen(module: Module, names: AbstractSet[str] | None) -> Module:
    """Return a module with these names only, or with all."""
    if names is None:
        return module
    return Module(
        module.text,
        tuple(each for each in module.constants if _called(each) in names),
        tuple(each for each in module.functions if _called(each) in names),
        tuple(each for each in module.classes if each.name in names),
    )


def _module(library: Library, module: Module, *, level: int) -> Iterator[str]:
    yield from _text(module.text)
    classes = [each for each in module.classes if each.name not in library.hidden]
    words = [_word(each) for each in classes if _is_word(each)]
    constants = [name for name in module.constants if name.text or not name.code[:2].isupper()]
    yield from _items([*constants, *words, *module.functions])
    for each in classes:
        if not _is_word(each):
            yield from _class(library, each, level)


def _is_word(each: Class) -> bool:
    """Say whether a class is nothing but its name, as most errors are."""
    return not (each.fields or each.methods or each.parameters)


def _word(each: Class) -> Name:
    code = f"{each.name}({each.base})"
    return Name(code if len(code) <= MAX_WIDTH else f"{each.name}(…)", each.text)


def _class(library: Library, each: Class, level: int) -> Iterator[str]:
    base = f" ({each.base})" if each.base else ""
    yield from ("", f"{'#' * level} {each.name}{base}", "")
    if each.parameters:
        yield from ("```python", _made(each), "```", "")
    yield from _text(each.text)
    fulfilled = _fulfilled(library, each)
    yield from fulfilled.values()
    yield from _items([*each.fields, *(name for name in each.methods if _is_told(name, each, fulfilled))])


def _fulfilled(library: Library, each: Class) -> dict[frozenset[str], str]:
    """Return the protocols that a class fulfills, as `Library.protocols` has them."""
    if "Protocol" in each.base:
        return {}
    own = {_called(name) for name in each.methods}
    return {names: sentence for names, sentence in library.protocols.items() if names <= own}


def _is_told(name: Name, of: Class, fulfilled: Iterable[frozenset[str]]) -> bool:
    """Say whether a method is described here; one that says nothing is described by the protocol that it fulfills."""
    if any(_called(name) in names for names in fulfilled):
        return False
    return bool(name.text) or "Protocol" in of.base


def _called(name: Name) -> str:
    return re.split(r"[ (:]", name.code.removeprefix("await ").removeprefix("async with "), maxsplit=1)[0]


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
