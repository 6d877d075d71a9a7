# SPDX-License-Identifier: Apache-2.0
"""What the pages about Tor and I2P show to be written is taken as it stands, with a reader's own addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from monero_operator.cli import documents, render
from monero_operator.settings import Images
from tests.support import hidden, pages

PAGES = (
    "over-tor",
    "over-i2p",
    "only-tor",
    "rotate-an-address",
    "bring-your-own-key",
    "admit-only-some-clients",
)
IMAGES = Images(monerod="m", exporter="e", anonymity="a")
THEIR_OWN = {
    "….onion": hidden.onion("a"),
    "THE52CHARACTERS…": "KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ",
    "…": "x",
}
"""What a reader writes where a page cannot know it."""


def shown() -> Iterator[Any]:
    """Yield each manifest of the pages."""
    for name in PAGES:
        found = [block.text for block in pages.blocks(pages.HOW_TO / f"{name}.md") if block.language == "yaml"]
        yield from (pytest.param(text, id=f"{name}-{index}") for index, text in enumerate(found))


@pytest.mark.parametrize("text", list(shown()))
def test_a_manifest_of_a_page_is_taken(text: str, tmp_path: Any) -> None:
    """A part of one stands in a set whose rest is its default; what is whole is pasted as it is."""
    for unknown, own in THEIR_OWN.items():
        text = text.replace(unknown, own)
    if "kind:" not in text:
        kind = "MoneroNetwork" if "template:" in text else "MoneroNodeSet"
        text = f"kind: {kind}\napiVersion: utxo.com.br/v1alpha1\nmetadata: {{name: nodes}}\n{text}"
    (tmp_path / "manifest.yaml").write_text(text)

    (document,) = documents.read(str(tmp_path / "manifest.yaml"))

    assert render.render(document, IMAGES, "default").problems == ()
