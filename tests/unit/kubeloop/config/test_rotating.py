# SPDX-License-Identifier: Apache-2.0
"""Credentials whose files are replaced while the program runs."""

from __future__ import annotations

import pytest

from kubeloop import errors
from kubeloop.config import files, rotating, tls
from kubeloop.config.access import Identity
from kubeloop.config.rotating import Rotating
from kubeloop.testing import clock
from tests.support import certificates


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def current(credentials: Rotating) -> Identity:
    """Return the identity."""
    return clock.run(credentials.current())


def replace(path, content):
    """Replace a file, as kubelet does."""
    replacement = path.with_suffix(".new")
    replacement.write_text(content)
    replacement.replace(path)


def test_rotated_token_is_used_within_a_moment(tmp_path):
    """Files are looked at once a second, however many requests there are."""
    path, time = tmp_path / "token", Clock()
    path.write_text("old\n")
    credentials = Rotating(None, token=files.File(path, "token"), clock=time)
    before = current(credentials)
    replace(path, "new\n")

    same = current(credentials)
    time.now += rotating.LOOK_SECONDS

    assert same is before
    assert (before.token, current(credentials).token) == ("old", "new")


def test_refused_identity_is_looked_for_at_once(tmp_path):
    """What is still the same is the same object, so that the request is not repeated in vain."""
    path = tmp_path / "token"
    path.write_text("old\n")
    credentials = Rotating(None, token=files.File(path, "token"), clock=Clock())
    before = current(credentials)

    credentials.refused(before)
    unchanged = current(credentials)
    replace(path, "new\n")
    credentials.refused(before)

    assert unchanged is before
    assert current(credentials).token == "new"


@pytest.mark.parametrize("content", [None, "", " \n", "a\nb", "\u00e9"])
def test_token_that_is_none_says_so(tmp_path, content):
    """No request is sent without the identity that was asked for."""
    path = tmp_path / "token"
    if content is not None:
        path.write_text(content)

    with pytest.raises(errors.ConfigError, match="token"):
        current(Rotating(None, token=files.File(path, "token")))


def test_rolled_client_certificate_is_another_context(tmp_path):
    """A context is made anew when something changed and only then."""
    pair, other = certificates.authority(tmp_path, "one"), certificates.authority(tmp_path, "two")
    contexts = tls.Contexts(None)
    certificate, key = files.File(pair.certificate, "certificate"), files.File(pair.key, "key")
    credentials = Rotating(contexts, certificate=certificate, key=key)
    before = current(credentials)
    credentials.refused(before)
    same = current(credentials)

    pair.replace(other)
    credentials.refused(before)

    assert same is before
    assert current(credentials).tls is not before.tls
