# SPDX-License-Identifier: Apache-2.0
"""The releases that tests of several versions run."""

import subprocess

import pytest

from tests.support import releases


@pytest.mark.parametrize("release", releases.RELEASES)
def test_programs_of_a_release_run_here_and_are_of_one_version(release: str) -> None:
    """Daemon and wallets of another Debian start, and say the version that was read from the daemon."""
    programs = releases.programs(release)

    for command in (programs.monerod, programs.wallet_rpc, programs.wallet_cli):
        told = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
        assert f"v{programs.version}" in told
