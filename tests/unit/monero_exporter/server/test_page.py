# SPDX-License-Identifier: Apache-2.0
"""One collection in several forms."""

import gzip

from monero_exporter.catalogue import daemon
from monero_exporter.catalogue.family import Sample
from monero_exporter.server.exposition import Format
from monero_exporter.server.page import Page


def test_each_form_is_written_once() -> None:
    """The second reader gets the very bytes of the first."""
    page = Page(iter([Sample(daemon.INFO_HEIGHT, 7)]))

    first = page.body(Format.TEXT)

    assert page.body(Format.TEXT) is first
    assert page.body(Format.TEXT, is_gzip=True) is page.body(Format.TEXT, is_gzip=True)
    assert gzip.decompress(page.body(Format.TEXT, is_gzip=True)) == first
    assert page.body(Format.OPENMETRICS) == first + b"# EOF\n"
