# SPDX-License-Identifier: Apache-2.0
"""Reading from the API server with the administrator's certificate; writing is kubectl's."""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from typing import Any

from localkube.errors import LocalkubeError
from localkube.settings import Settings

_TIMEOUT_SECONDS = 5.0

Document = dict[str, Any]
"""A decoded Kubernetes object; only `readiness` and `status` look into it."""


class UnreachableError(LocalkubeError):
    """The API server did not answer, or not as hoped."""


class Api:
    """A connection to the cluster's API server."""

    def __init__(self, settings: Settings) -> None:
        self._server = settings.server
        try:
            context = ssl.create_default_context(cafile=settings.pki / "ca.crt")
            context.load_cert_chain(settings.pki / "admin.crt", settings.pki / "admin.key")
        except OSError as error:
            raise UnreachableError(
                f"there are no keys in {settings.pki} ({error}): `localkube up` makes them"
            ) from error
        # A proxy for the world outside would not find this server.
        direct = urllib.request.ProxyHandler({})
        self._opener = urllib.request.build_opener(direct, urllib.request.HTTPSHandler(context=context))

    def items(self, path: str) -> list[Document]:
        """Return the objects of a list."""
        return list(json.loads(self.text(path))["items"])

    def text(self, path: str) -> str:
        """Return the body of an answer with status 200."""
        try:
            with self._opener.open(self._server + path, timeout=_TIMEOUT_SECONDS) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise UnreachableError(f"the API server answers {error.code} to {path}: {_said(error)}") from error
        except (OSError, http.client.HTTPException) as error:
            raise UnreachableError(f"the API server at {self._server} does not answer ({error})") from error


def _said(error: urllib.error.HTTPError) -> str:
    """Return the body of a refusal; the connection may end before it does."""
    try:
        return error.read().decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as broken:
        return repr(broken)
