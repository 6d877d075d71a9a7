# SPDX-License-Identifier: Apache-2.0
"""Trust of https connections; real handshakes stand among the integration tests."""

import ssl
from pathlib import Path
from typing import Any

import pytest

from aiomonero.transport import tls
from aiomonero.transport.tls import Trust

TLSv1_3 = ssl.TLSVersion.TLSv1_3
FINGERPRINT = ":".join(["AB"] * 32)


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


@pytest.mark.parametrize(
    "options",
    [
        {"ca_file": Path("ca.pem"), "is_insecure": True},
        {"fingerprints": (FINGERPRINT,), "is_insecure": True},
        {"fingerprints": (FINGERPRINT,), "ca_file": Path("ca.pem")},
    ],
)
def test_what_contradicts_each_other_is_refused(options: dict[str, Any]) -> None:
    """Who names authorities or fingerprints wants them to matter."""
    with pytest.raises(ValueError, match="choose one"):
        Trust(**options)


@pytest.mark.parametrize("text", [FINGERPRINT, FINGERPRINT.replace(":", ""), FINGERPRINT.lower().replace(":", " ")])
def test_a_fingerprint_takes_the_place_of_all_authorities(text: str) -> None:
    """It is written as openssl or monerod do; neither authorities nor names count beside it."""
    context = Trust(fingerprints=(text,)).context()

    assert context.verify_mode is ssl.CERT_NONE
    assert not context.check_hostname
    assert not context.get_ca_certs()


@pytest.mark.parametrize("text", ["", "AB", FINGERPRINT[:-3], FINGERPRINT + ":AB", "no hex"])
def test_a_fingerprint_is_sha_256(text: str) -> None:
    """A shorter one, such as SHA-1's, would be too weak, and a mistyped one would believe nobody."""
    with pytest.raises(ValueError, match="no SHA-256 fingerprint"):
        Trust(fingerprints=(text,))


def test_a_key_without_its_certificate_is_refused() -> None:
    """There would be nothing to show."""
    with pytest.raises(ValueError, match="give both"):
        Trust(client_key=Path("client.key"))


def test_a_file_without_a_certificate_of_ours_is_named(tmp_path: Path) -> None:
    """A wrong path is told when the connections are made ready, not by the daemon later."""
    file = tmp_path / "client.pem"
    file.write_text("no certificate")

    with pytest.raises(ValueError, match=r"cannot read a certificate and its key of .*client\.pem"):
        Trust(client_certificate=file).context()


def test_our_certificate_is_shown_to_a_pinned_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before TLS 1.3 the server has it before we have compared the fingerprint of its own."""
    monkeypatch.setattr(tls, "_show", lambda *_: None)
    ours = Path("client.pem")

    assert Trust(fingerprints=(FINGERPRINT,), client_certificate=ours).context().minimum_version is TLSv1_3
    assert Trust(client_certificate=ours).context().minimum_version is not TLSv1_3
