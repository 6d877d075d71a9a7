# SPDX-License-Identifier: Apache-2.0
"""Refusals that the server explains otherwise than its status code says."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client import status


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (
            "failed to create typed patch object (default/a; /v1, Kind=ConfigMap): .data.x: field not declared",
            "Invalid",
        ),
        ("etcdserver: request timed out", "ServerError"),
    ],
)
def test_body_that_fits_no_schema_is_the_callers_mistake(message, kind):
    """The server answers 500; only what waiting may help counts as its failure."""
    body = msgspec.json.encode({"kind": "Status", "code": 500, "message": message})

    assert type(status.error(500, body)) is getattr(errors, kind)


def test_identity_that_is_refused_is_called_so():
    """ "Unauthorized" alone tells nobody what to look at."""
    body = msgspec.json.encode({"kind": "Status", "code": 401, "message": "Unauthorized"})

    assert str(status.error(401, body)) == "Unauthorized: the server does not accept this token or certificate"
