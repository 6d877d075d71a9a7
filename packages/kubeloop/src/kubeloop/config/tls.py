# SPDX-License-Identifier: Apache-2.0
"""TLS contexts from certificates and keys as text, made anew only when these change."""

from __future__ import annotations

import logging
import ssl
import tempfile

from kubeloop import errors
from kubeloop.config.files import Text

_log = logging.getLogger(__name__)


class Contexts:
    """The TLS contexts of one server, of which only the newest is kept; without `authority` the system's are trusted.

    Making one takes milliseconds, and connections are kept per context: the same object comes back while authority,
    certificate and key are the same, and another one when they are not, so that new connections use what is new.
    """

    def __init__(self, authority: Text | None, *, is_verified: bool = True) -> None:
        self._authority = authority
        self._is_verified = is_verified
        self._material: tuple[str, str, str] | None = None
        self._context: ssl.SSLContext | None = None

    def context(self, certificate: str = "", key: str = "") -> ssl.SSLContext:
        """Return the context with this client certificate, or without one."""
        material = (self._read_authority(), certificate, key)
        if self._context is None or material != self._material:
            self._context = self._build(*material)
            self._material = material
        return self._context

    def _read_authority(self) -> str:
        if self._authority is None:
            return ""
        authority = self._authority()
        if not authority.strip() or not authority.isascii():
            # To the ssl module no authority means those of the system.
            raise errors.ConfigError("the certificate of the authority is empty or not PEM")
        return authority

    def _build(self, authority: str, certificate: str, key: str) -> ssl.SSLContext:
        try:
            return _build(authority, certificate, key, is_verified=self._is_verified)
        except (ssl.SSLError, ValueError) as error:
            if self._context is None:
                raise errors.ConfigError(f"unusable certificate or key: {error}") from error
            # Files are replaced one after the other: for a moment a new certificate stands beside an old key.
            _log.warning("the new certificate or key is unusable, the old one stays in use: %s", error)
            return self._context


def _build(authority: str, certificate: str, key: str, *, is_verified: bool) -> ssl.SSLContext:
    tls = ssl.create_default_context(cadata=authority)
    # Python 3.13 began to demand extensions that the authorities of many clusters lack, and client-go never looks at.
    tls.verify_flags &= ~ssl.VERIFY_X509_STRICT
    # An authority that is given is trusted also where another one vouches for it, as Go's programs take it.
    tls.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if not is_verified:
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    if bool(certificate) != bool(key):
        raise ValueError("a client certificate and its key are given together or not at all")
    if certificate:
        # The ssl module takes certificates with their key from files only; this one is private (0600), gone at once.
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(certificate + "\n" + key)
            file.flush()
            # Without a password of ours, OpenSSL would ask for one at the terminal.
            tls.load_cert_chain(file.name, password="")
    return tls
