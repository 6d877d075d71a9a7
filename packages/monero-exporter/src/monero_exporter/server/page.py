# SPDX-License-Identifier: Apache-2.0
"""One collection as the bodies of answers, each of them written once, by the first who asks for it."""

import gzip
from collections.abc import Iterable

from monero_exporter.catalogue.family import Sample
from monero_exporter.server import exposition
from monero_exporter.server.exposition import Format

_GZIP_LEVEL = 1
"""Already a tenth of the size; higher levels cost more than a page takes to write."""


class Page:
    """The samples of one collection, in as many forms as are asked for."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples = tuple(samples)
        self._bodies: dict[tuple[Format, bool], bytes] = {}

    def body(self, form: Format, *, is_gzip: bool = False) -> bytes:
        """Return the exposition in that format."""
        body = self._bodies.get((form, is_gzip))
        if body is None:
            body = self._bodies[form, is_gzip] = self._write(form, is_gzip=is_gzip)
        return body

    def _write(self, form: Format, *, is_gzip: bool) -> bytes:
        if is_gzip:
            return gzip.compress(self.body(form), _GZIP_LEVEL)
        return exposition.write(self._samples, form)
