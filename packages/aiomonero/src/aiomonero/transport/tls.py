# SPDX-License-Identifier: Apache-2.0
"""Whom an https connection believes, and what it shows of itself where the server asks for that.

Believed are the system's authorities, those of a file, certificates of known fingerprints, or, said aloud, anybody.
"""

import dataclasses
import functools
import hashlib
import ssl
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NoReturn

_SEPARATORS = str.maketrans("", "", ": ")
_DIGEST_BYTES = hashlib.sha256().digest_size


@dataclasses.dataclass(frozen=True, slots=True)
class Trust:
    """`ca_file` holds the only authorities to believe, in PEM; `is_insecure` believes any certificate.

    `fingerprints` believes just these certificates, whoever signed them and whatever names they hold: SHA-256 of each,
    in hex with or without colons, as `monero-gen-ssl-cert` prints it. A monerod that was given no certificate makes
    itself one that nobody signed, and for the restricted port another at every start.
    `client_certificate` and its `client_key`, in PEM, are shown to a server that asks who we are; the key may stand in
    the certificate's file.
    """

    ca_file: Path | None = None
    is_insecure: bool = False
    fingerprints: tuple[str, ...] = ()
    client_certificate: Path | None = None
    client_key: Path | None = None

    def __post_init__(self) -> None:
        if sum(map(bool, (self.ca_file, self.is_insecure, self.fingerprints))) > 1:
            raise ValueError("authorities of a file, fingerprints and believing anybody exclude each other: choose one")
        if self.client_key and not self.client_certificate:
            raise ValueError("a key says nothing without its certificate: give both")
        for text in self.fingerprints:
            _digest(text)

    def context(self) -> ssl.SSLContext:
        """Read the files; raises ValueError where one is not what it should be."""
        context = self._believing()
        if self.client_certificate:
            _show(context, self.client_certificate, self.client_key)
            if self.fingerprints:
                # Before 1.3 the server has our certificate before the handshake ends, and so before we know its own.
                context.minimum_version = ssl.TLSVersion.TLSv1_3
        return context

    def _believing(self) -> ssl.SSLContext:
        if self.fingerprints:
            pinning = _Pinning(ssl.PROTOCOL_TLS_CLIENT)
            pinning.digests = frozenset(map(_digest, self.fingerprints))
            return _unverified(pinning)
        if self.is_insecure:
            return _unverified(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError as error:
            raise ValueError(f"cannot read certificates of {self.ca_file}: {error}") from error


@functools.cache
def system() -> ssl.SSLContext:
    """Return the one context of the system's authorities: reading them takes its time."""
    return Trust().context()


class _PinnedConnection(ssl.SSLObject):
    """Ends the handshake only with a certificate that is known: nothing of ours was said until then."""

    context: "_Pinning"

    def do_handshake(self) -> None:
        super().do_handshake()
        digest = hashlib.sha256(self.getpeercert(binary_form=True) or b"").digest()
        if digest not in self.context.digests:
            raise ssl.SSLCertVerificationError(1, f"its certificate has another fingerprint: {digest.hex(':').upper()}")


class _Pinning(ssl.SSLContext):
    """Makes connections that believe certificates of these digests alone."""

    sslobject_class = _PinnedConnection
    digests: AbstractSet[bytes] = frozenset()


def _unverified(context: ssl.SSLContext) -> ssl.SSLContext:
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _show(context: ssl.SSLContext, certificate: Path, key: Path | None) -> None:
    try:
        context.load_cert_chain(certificate, key, password=_refuse_to_ask)
    except OSError as error:
        raise ValueError(f"cannot read a certificate and its key of {key or certificate}: {error}") from error


def _refuse_to_ask() -> NoReturn:
    # OpenSSL would wait for somebody at the terminal.
    raise ValueError("the key of the client's certificate is encrypted: give one that is not")


def _digest(text: str) -> bytes:
    try:
        digest = bytes.fromhex(text.translate(_SEPARATORS))
    except ValueError:
        digest = b""
    if len(digest) != _DIGEST_BYTES:
        raise ValueError(f"{text!r} is no SHA-256 fingerprint: it has {2 * _DIGEST_BYTES} hex digits")
    return digest
