# SPDX-License-Identifier: Apache-2.0
"""A cluster without keys and a server that talks nonsense are told, not traced; the rest needs a real API server."""

import dataclasses
import http.client
import io
import urllib.error
from email.message import Message

import pytest

from localkube import api, settings


def test_missing_keys_are_explained(tmp_path):
    """Somebody deleted the state, or never brought the cluster up."""
    here = dataclasses.replace(settings.load({}), home=tmp_path)

    with pytest.raises(api.UnreachableError, match="localkube up"):
        api.Api(here)


class Opener:
    """Opens every address with the same failure."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def open(self, *_arguments, **_options):
        raise self._error


class Cut(io.BytesIO):
    """A body whose connection ends before it does."""

    def read(self, *_arguments):
        raise http.client.IncompleteRead(b"")


BROKEN = {
    "a refused connection": (ConnectionRefusedError("refused"), "refused"),
    "a word that is no HTTP": (http.client.BadStatusLine("SSH-2.0"), "SSH-2.0"),
    "an end in the middle": (http.client.IncompleteRead(b"", 7), "7 more expected"),
    "a refusal": (urllib.error.HTTPError("", 503, "", Message(), io.BytesIO(b"etcd is away")), "503.*etcd is away"),
    "half a refusal": (urllib.error.HTTPError("", 503, "", Message(), Cut()), "503.*IncompleteRead"),
}


@pytest.mark.parametrize(("error", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_answers_are_one_kind_of_error(error, words):
    """A server that is just starting may say anything; who waits for it goes on waiting."""
    client = object.__new__(api.Api)
    client._server, client._opener = "https://10.90.0.1:6443", Opener(error)

    with pytest.raises(api.UnreachableError, match=words):
        client.text("/readyz")
