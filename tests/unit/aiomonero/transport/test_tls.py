# SPDX-License-Identifier: Apache-2.0
"""Trust of https connections; real handshakes stand among the integration tests."""

import ssl
from pathlib import Path

import pytest

from aiomonero.transport.tls import Trust


def test_certificates_are_verified_unless_told_otherwise() -> None:
    """The system's authorities and the server's name count."""
    context = Trust().context()

    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_who_says_insecure_gets_it() -> None:
    """Neither the certificate nor its name is looked at."""
    context = Trust(is_insecure=True).context()

    assert context.verify_mode is ssl.CERT_NONE
    assert not context.check_hostname


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_file_without_authorities_is_named(content: str | None, tmp_path: Path) -> None:
    """A missing or empty file never means that nobody, or everybody, is trusted."""
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)

    with pytest.raises(ValueError, match=r"cannot read certificates of .*ca\.pem"):
        Trust(ca_file=file).context()


def test_a_file_and_insecure_contradict_each_other() -> None:
    """Who names authorities wants them to matter."""
    with pytest.raises(ValueError, match="choose one"):
        Trust(ca_file=Path("ca.pem"), is_insecure=True)
