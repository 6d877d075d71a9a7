# SPDX-License-Identifier: Apache-2.0
"""A cluster without keys is told, not traced; the rest needs a real API server."""

import dataclasses

import pytest

from localkube import api, settings


def test_missing_keys_are_explained(tmp_path):
    """Somebody deleted the state, or never brought the cluster up."""
    here = dataclasses.replace(settings.load({}), home=tmp_path)

    with pytest.raises(api.UnreachableError, match="localkube up"):
        api.Api(here)
