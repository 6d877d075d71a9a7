# SPDX-License-Identifier: Apache-2.0
"""Who gets which certificate."""

import dataclasses
from pathlib import Path

import pytest

from localkube import pki, settings

IDENTITIES = {identity.file: identity for identity in pki.identities(settings.load({}))}


def test_file_names_are_unique():
    """Nobody overwrites somebody else's key."""
    assert len(IDENTITIES) == len(pki.identities(settings.load({})))


def test_api_server_is_valid_under_every_name():
    """Inside by the service's names and address, outside by the machine's."""
    hosts = IDENTITIES["apiserver"].hosts

    assert {"kubernetes.default.svc", "10.96.0.1", "10.90.0.1", "127.0.0.1"} <= set(hosts)


def test_node_is_authorized_as_itself():
    """The node authorizer goes by this subject, and the API server verifies kubelet by the address."""
    assert IDENTITIES["n2"].subject == "/O=system:nodes/CN=system:node:n2"
    assert IDENTITIES["n2"].hosts == ("n2", "10.90.0.12")


def test_only_two_are_administrators():
    """The person, and the API server towards kubelets."""
    administrators = {file for file, identity in IDENTITIES.items() if identity.group == "system:masters"}

    assert administrators == {"admin", "apiserver-kubelet"}


def test_addresses_and_names_are_told_apart():
    """A certificate has them in different fields."""
    assert "subjectAltName=DNS:n1,IP:10.90.0.11" in pki._extensions(IDENTITIES["n1"])


@pytest.fixture
def here(tmp_path: Path) -> settings.Settings:
    """A home with finished keys."""
    made = dataclasses.replace(settings.load({}), home=tmp_path)
    made.pki.mkdir()
    (made.pki / "admin.kubeconfig").write_text("of the administrator")
    return made


@pytest.mark.parametrize("before", [None, "", "of another cluster"])
def test_kubeconfig_is_made_whole(here, before):
    """Absent, empty because of a crash, or old: afterwards it is the administrator's, and private."""
    if before is not None:
        here.kubeconfig.write_text(before)

    pki.ensure(here)

    assert here.kubeconfig.read_text() == "of the administrator"
    assert here.kubeconfig.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in here.home.iterdir()} == {"pki", "kubeconfig"}
