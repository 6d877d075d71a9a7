# SPDX-License-Identifier: Apache-2.0
"""The page for a person."""

from aiohttp.test_utils import make_mocked_request

from monero_exporter.server import landing


async def test_each_path_is_a_link_with_words() -> None:
    """The metrics may have a path of their own."""
    page = landing.handler(["/healthz", "/m"])

    text = (await page(make_mocked_request("GET", "/"))).text

    assert text is not None
    assert '<a href="/healthz">/healthz</a>: whether the exporter itself lives<' in text
    assert '<a href="/m">/m</a>: metrics of the daemon<' in text
