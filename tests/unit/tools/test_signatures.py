# SPDX-License-Identifier: Apache-2.0
"""What the reference page is made of, from the text of a small module."""

from __future__ import annotations

import pytest

from tools.generators import signatures
from tools.generators.signatures import Module, Name

TEXT = '''"""Bells."""

FIRST_SECONDS = 0.5
"""Before the first one."""
_SECRET = 1
_Size = Annotated[int, Meta(ge=1)]
Tone = Literal["high", "low"]
T = TypeVar("T")


class Bell(Struct, frozen=True):
    """A bell."""

    name: str = field(default="big", repr=False)
    """What it is called."""
    size: Annotated[int, Meta(description="Its size.", ge=1)] = 1
    height: _Size = 2
    key: str = msgspec.field(name="wire_key")
    cracks: list[str] = field(default_factory=list)
    __rules__: ClassVar[tuple] = ()

    @property
    def is_old(self) -> bool:
        """Whether it is old."""

    @classmethod
    def cast(cls, name: str) -> Self:
        """Make one."""

    def _hide(self) -> None:
        """Hide."""


class Tower:
    """Where bells are."""

    def __init__(self, bell: Bell, *, delay_seconds: float = FIRST_SECONDS) -> None:
        self.bell = bell
        self.rung: list[str] = []
        self._delay_seconds = delay_seconds

    async def ring(self, *tones: Tone, times: int = 1) -> str:
        """Ring."""


def watch(tower: Tower, tone: Tone = "high") -> None:
    """Watch."""


@contextlib.asynccontextmanager
async def open_tower(tower: Tower) -> AsyncIterator[Bell]:
    """Let somebody in."""


@pytest.fixture
def belfry(tower: Tower) -> Tower:
    """Build a tower."""
'''


@pytest.fixture
def module(tmp_path) -> Module:
    """Return the public names of the text."""
    path = tmp_path / "bells.py"
    path.write_text(TEXT)
    return signatures.read(path)


def test_constants_and_types_come_with_what_is_said_of_them(module):
    """Private names and type variables are nobody's business."""
    assert module.text == "Bells."
    assert module.constants == (
        Name("FIRST_SECONDS = 0.5", "Before the first one."),
        Name('Tone = Literal["high", "low"]', ""),
    )


def test_functions_show_types_and_defaults(module):
    """What returns nothing shows no result, a context manager how it is entered, and a fixture what a test gets."""
    assert module.functions == (
        Name('watch(tower: Tower, tone: Tone = "high")', "Watch."),
        Name("async with open_tower(tower: Tower)", "Let somebody in."),
        Name("belfry: Tower", "Build a tower."),
    )


def test_structs_show_fields_with_their_descriptions(module):
    """Descriptions are found behind a field and inside its annotation, defaults and types also where wrapped."""
    bell, _ = module.classes

    assert (bell.base, bell.parameters) == ("Struct", ())
    assert bell.fields == (
        Name('name: str = "big"', "What it is called."),
        Name("size: int = 1", "Its size."),
        Name("height: int = 2", ""),
        Name("key: str", ""),
        Name("cracks: list[str] = list()", ""),
    )
    assert bell.methods == (Name("is_old: bool", "Whether it is old."), Name("cast(name: str) -> Self", "Make one."))


def test_classes_show_how_they_are_made_and_what_they_let_see(module):
    """A default that has a name is shown by its value, a coroutine as what is awaited."""
    _, tower = module.classes

    assert tower.parameters == ("bell: Bell", "*", "delay_seconds: float = 0.5")
    assert tower.fields == (Name("bell: Bell", ""), Name("rung: list[str]", ""))
    assert tower.methods == (Name("await ring(*tones: Tone, times: int = 1) -> str", "Ring."),)
