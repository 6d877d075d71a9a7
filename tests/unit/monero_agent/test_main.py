# SPDX-License-Identifier: Apache-2.0
"""The command: its verbs and their defaults."""

from pathlib import Path

import pytest

from monero_agent import __main__ as command
from monero_agent import options


def test_a_pod_needs_to_say_nothing_but_its_ordinal():
    """Every path has its default, which is where the operator mounts things."""
    given = command._parser().parse_args(["tor", "--ordinal=2"])

    assert options.of(given) == options.Options(
        ordinal=2,
        config=Path("/etc/monero-agent/config"),
        keys=Path("/etc/monero-agent/keys"),
        extra=Path("/etc/monero-agent/extra"),
        data=Path("/data"),
        run=Path("/run/monero-agent"),
        port=9101,
        program="/usr/bin/tor",
    )


def test_a_fence_without_users_is_a_mistake(capsys):
    """It would shut everybody in, tor too."""
    with pytest.raises(SystemExit):
        command.main(["fence"])

    assert "--user" in capsys.readouterr().err


def test_a_fence_that_does_not_stand_ends_with_an_error(capsys):
    """Its pod then does not start, which is what who asked for a fence wants."""
    assert command.main(["fence", "--user=1001", "--nft=/nowhere/nft"]) == 1
    assert "the fence does not stand" in capsys.readouterr().err
