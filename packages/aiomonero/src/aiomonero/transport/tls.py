# SPDX-License-Identifier: Apache-2.0
"""Whom an https connection believes: the system's authorities, those of a file, or, said aloud, anybody."""

import dataclasses
import ssl
from pathlib import Path


@dataclasses.dataclass(frozen=True, slots=True)
class Trust:
    """`ca_file` holds the only authorities to believe, in PEM; `is_insecure` believes any certificate.

    monerod makes itself a certificate that nobody signed unless it is given one; such a daemon needs `is_insecure`.
    """

    ca_file: Path | None = None
    is_insecure: bool = False

    def __post_init__(self) -> None:
        if self.ca_file and self.is_insecure:
            raise ValueError("authorities of a file say nothing where any certificate is believed: choose one")

    def context(self) -> ssl.SSLContext:
        """Read the authorities; raises ValueError where the file is none of certificates."""
        if self.is_insecure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            return context
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError as error:
            raise ValueError(f"cannot read certificates of {self.ca_file}: {error}") from error
