# SPDX-License-Identifier: Apache-2.0
"""Certificates: authorities made with openssl, what they sign for servers and clients, and one that nobody signed.

They say all that RFC 5280 asks for, because Python 3.13 and later believe no others.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key, in files."""

    certificate: Path
    key: Path

    def replace(self, other: Pair) -> None:
        """Put other content in place of this one's, each file at once."""
        for mine, theirs in ((self.certificate, other.certificate), (self.key, other.key)):
            new = mine.with_suffix(".new")
            new.write_bytes(theirs.read_bytes())
            new.replace(mine)


def authority(folder: Path, name: str) -> Pair:
    """Make an authority."""
    pair = Pair(folder / f"{name}.crt", folder / f"{name}.key")
    usage = ("-days", "1", "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _openssl("req", "-x509", *_KEY, *usage, "-keyout", pair.key, "-out", pair.certificate)
    return pair


def server(issuer: Pair, folder: Path, name: str, *, names: str = "IP:127.0.0.1,DNS:localhost") -> Pair:
    """Make the certificate of a server for these addresses and names."""
    return _signed(issuer, folder, name, f"/CN={name}", f"subjectAltName={names}\nextendedKeyUsage=serverAuth\n")


def client(issuer: Pair, folder: Path, name: str, *, group: str = "system:masters") -> Pair:
    """Make the certificate of a client: to Kubernetes its common name is the user, its organization the group."""
    return _signed(issuer, folder, name, f"/O={group}/CN={name}", "extendedKeyUsage=clientAuth\n")


def unsigned(folder: Path) -> tuple[Pair, str]:
    """Make a certificate with monero's own tool; return it and the fingerprint that the tool prints."""
    pair = Pair(folder / "unsigned.crt", folder / "unsigned.key")
    files = ("--certificate-filename", pair.certificate, "--private-key-filename", pair.key)
    made = subprocess.run(["monero-gen-ssl-cert", *files], check=True, capture_output=True, text=True, timeout=60)
    found = re.search(r"SHA-256 Fingerprint: ([0-9A-F:]+)", made.stdout)
    assert found, made.stdout
    return pair, found[1]


def _signed(issuer: Pair, folder: Path, name: str, subject: str, extensions: str) -> Pair:
    pair, request, extra = Pair(folder / f"{name}.crt", folder / f"{name}.key"), folder / "csr", folder / "extensions"
    extra.write_text(f"{extensions}authorityKeyIdentifier=keyid\n")
    _openssl("req", "-new", *_KEY, "-subj", subject, "-keyout", pair.key, "-out", request)
    signer = ("-CA", issuer.certificate, "-CAkey", issuer.key, "-CAcreateserial", "-days", "1")
    _openssl("x509", "-req", "-in", request, *signer, "-extfile", extra, "-out", pair.certificate)
    return pair


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)
