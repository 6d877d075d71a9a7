# SPDX-License-Identifier: Apache-2.0
"""Two runs of pytest side by side count as one."""

import sys

import pytest

from tools import integration

PYTEST = "import sys; print('ran', *sys.argv[1:]); sys.exit({both}.get(len(sys.argv), 9))"
"""Ends with a code of the one that waits, which has one argument, or of the other, which has three."""


@pytest.mark.parametrize(("waits", "works", "code"), [(0, 0, 0), (0, 1, 1), (2, 0, 2), (2, 1, 1)])
def test_a_failure_of_either_is_a_failure(capfd, waits, works, code):
    """And what both printed is seen, one after the other."""
    program = PYTEST.format(both={2: waits, 4: works})

    assert integration.main((sys.executable, "-c", program)) == code

    printed = capfd.readouterr().out.splitlines()
    assert printed[0] == "ran tests/integration --ignore tests/integration/anonymity"
    assert printed[2] == "ran tests/integration/anonymity"


def test_who_is_interrupted_leaves_nothing_behind(monkeypatch):
    """The one in the background ends, too."""
    begun = []
    popen = integration.subprocess.Popen
    monkeypatch.setattr(
        integration.subprocess, "Popen", lambda *given, **more: begun.append(popen(*given, **more)) or begun[-1]
    )

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(integration.subprocess, "run", interrupt)

    with pytest.raises(KeyboardInterrupt):
        integration.main((sys.executable, "-c", "import time; time.sleep(60)"))

    assert begun[0].poll() is not None
