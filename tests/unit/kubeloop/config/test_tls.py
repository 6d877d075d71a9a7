# SPDX-License-Identifier: Apache-2.0
"""TLS contexts: made once, made anew, and what is unusable."""

from __future__ import annotations

import logging

import pytest

from kubeloop import errors
from kubeloop.config import files, tls
from tests.support import certificates


@pytest.fixture
def pair(tmp_path):
    """Make a certificate with its key."""
    return certificates.authority(tmp_path, "one")


def test_context_is_made_once(pair):
    """Making one takes milliseconds, and connections are kept per context."""
    contexts = tls.Contexts(files.constant(pair.certificate.read_text()))

    assert contexts.context() is contexts.context()
    assert contexts.context() is not contexts.context(pair.certificate.read_text(), pair.key.read_text())


def test_rolled_authority_is_another_context(pair, tmp_path):
    """Its file is read when a context is asked for."""
    contexts = tls.Contexts(files.File(pair.certificate, "authority"))
    before = contexts.context()

    pair.replace(certificates.authority(tmp_path, "two"))

    assert contexts.context() is not before
    assert contexts.context().get_ca_certs()[0]["subject"] == ((("commonName", "two"),),)


def test_half_replaced_pair_keeps_the_old_one(pair, tmp_path, caplog):
    """Certificate and key are two files: for a moment they do not fit, which is said once."""
    contexts = tls.Contexts(None)
    certificate, key = pair.certificate.read_text(), pair.key.read_text()
    before = contexts.context(certificate, key)
    other = certificates.authority(tmp_path, "two")

    with caplog.at_level(logging.WARNING):
        halves = [contexts.context(other.certificate.read_text(), key) for _ in range(2)]
    after = contexts.context(other.certificate.read_text(), other.key.read_text())

    assert halves == [before, before]
    assert len(caplog.records) == 1
    assert after is not before


@pytest.mark.parametrize(
    ("authority", "certificate", "key"),
    [("garbage", "", ""), ("\u00e9", "", ""), ("", "garbage", "garbage"), ("", "OURS", ""), ("", "", "OURS")],
)
def test_unusable_material_says_so(pair, authority, certificate, key):
    """Nothing is left out silently: a request without its certificate would be somebody else's."""
    own = {"OURS": pair.certificate.read_text()}

    with pytest.raises(errors.ConfigError, match="certificate"):
        tls.Contexts(files.constant(authority) if authority else None).context(
            own.get(certificate, certificate), own.get(key, key)
        )


@pytest.mark.parametrize("content", ["", "\n"])
def test_empty_authority_is_not_the_system_s(content):
    """A file that is just being written must not make a stranger's server a trusted one."""
    with pytest.raises(errors.ConfigError, match="authority is empty"):
        tls.Contexts(files.constant(content)).context()


def test_encrypted_key_does_not_ask_at_the_terminal(pair, tmp_path):
    """There may be nobody, and the loop would wait for ever."""
    certificates._openssl("ec", "-aes256", "-passout", "pass:x", "-in", pair.key, "-out", tmp_path / "locked")

    with pytest.raises(errors.ConfigError, match="unusable"):
        tls.Contexts(None).context(pair.certificate.read_text(), (tmp_path / "locked").read_text())
