# SPDX-License-Identifier: Apache-2.0
"""The skopeo call: where to, and when without TLS."""

from pathlib import Path

import pytest

from images import program, push

ARCHIVE = Path("/somewhere/thing.tar")
DIGEST = Path("/somewhere/digest")
WITHOUT_TLS = "--dest-tls-verify=false"


def test_the_digest_is_the_one_in_the_registry(monkeypatch):
    """Compressing the layers changes it, and only skopeo knows to what."""
    monkeypatch.setattr(program, "require", lambda *_: None)
    monkeypatch.setattr(program, "run", lambda command, **_: Path(command[4]).write_text("sha256:11\n"))

    assert push.push(ARCHIVE, "registry.example.org/thing:1") == "sha256:11"


def test_the_archive_goes_to_the_reference():
    """Source and target are named in skopeo's terms."""
    command = push.command(ARCHIVE, "registry.example.org/monero/monerod:1", DIGEST)

    assert command[-2:] == ["oci-archive:/somewhere/thing.tar", "docker://registry.example.org/monero/monerod:1"]


@pytest.mark.parametrize("registry", ["localhost:5000", "127.0.0.1:5000"])
def test_a_registry_on_this_machine_goes_without_tls(registry):
    """A registry for trying things out has no certificate."""
    assert WITHOUT_TLS in push.command(ARCHIVE, f"{registry}/thing:1", DIGEST)


@pytest.mark.parametrize("registry", ["registry.example.org", "192.0.2.1:5000", "localhost.example.org:5000"])
def test_any_other_registry_needs_tls(registry):
    """Nobody on the way can change an image."""
    assert WITHOUT_TLS not in push.command(ARCHIVE, f"{registry}/thing:1", DIGEST)
