# SPDX-License-Identifier: Apache-2.0
"""What a machine's first process does with programs that cannot be started; the rest needs a machine."""

import sys

import pytest

from localkube import init
from localkube.spec import Process


@pytest.mark.parametrize("argv", [("/nonexistent/kubelet",), (sys.executable, "-c", "")])
def test_failed_start_does_not_end_the_machine(tmp_path, capsys, argv):
    """A program that is gone, or a log that cannot be opened, is told and tried again later."""
    folder = tmp_path if argv[0] == sys.executable else tmp_path / "log"  # without the folder the log cannot be opened
    folder.mkdir(exist_ok=True)

    assert init._start(Process("kubelet", argv), tmp_path) is None
    assert "kubelet cannot be started" in capsys.readouterr().out
