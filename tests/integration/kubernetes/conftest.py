# SPDX-License-Identifier: Apache-2.0
"""One real API server for all tests here; each test uses a namespace, names or a kind of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from kubeloop.client.http import HttpClient
from tests.support import apiserver


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[apiserver.ApiServer]:
    """Run a kube-apiserver and its etcd."""
    with apiserver.running(tmp_path_factory.mktemp("apiserver")) as running:
        yield running


@pytest.fixture
async def client(server: apiserver.ApiServer) -> AsyncIterator[HttpClient]:
    """Talk to the API server as an administrator."""
    async with HttpClient(server.access) as opened:
        yield opened
