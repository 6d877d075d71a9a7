# SPDX-License-Identifier: Apache-2.0
"""Tells whoever wants to join a network how, in a ConfigMap, which its pod has the right to write."""

from __future__ import annotations

import base64
import json
import os
import ssl
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
SECONDS = 30


def tell(name: str, texts: Mapping[str, str], files: Mapping[str, bytes] | None = None) -> None:
    """Write the ConfigMap, made or changed; the name of who writes is its own."""
    namespace = (ACCOUNT / "namespace").read_text()
    host, port = os.environ["KUBERNETES_SERVICE_HOST"], os.environ["KUBERNETES_SERVICE_PORT"]
    content = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name},
        "data": texts,
        "binaryData": {key: base64.b64encode(value).decode() for key, value in (files or {}).items()},
    }
    request = urllib.request.Request(
        f"https://{host}:{port}/api/v1/namespaces/{namespace}/configmaps/{name}?fieldManager={name}&force=true",
        json.dumps(content).encode(),
        {
            "Authorization": f"Bearer {(ACCOUNT / 'token').read_text()}",
            "Content-Type": "application/apply-patch+yaml",
        },
        method="PATCH",
    )
    trust = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt"))
    with urllib.request.urlopen(request, timeout=SECONDS, context=trust) as answer:  # noqa: S310 - it is the API server
        answer.read()
