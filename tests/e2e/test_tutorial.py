# SPDX-License-Identifier: Apache-2.0
"""The tutorials, typed by a test: every command of each, in its order, in one shell."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from tests.support import journal, pages
from tools import cluster
from tools.kubectl import Kubectl

PAGES = sorted(pages.TUTORIAL.glob("*.md"))


@pytest.mark.skipif(cluster.is_existing(), reason="the tutorial brings up a localkube")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_tutorial_works(page: pathlib.Path, client: Kubectl) -> None:
    """A reader who types every command in order meets no error."""
    script = "\n".join(["set -euxo pipefail", *pages.commands(page), ""]).replace(
        ".venv/bin/localkube", f"{sys.executable} -m localkube"
    )
    environment = os.environ | {"VENV": sys.prefix}

    with journal.step(f"the tutorial {page.stem}"):
        done = subprocess.run(
            ["bash"],
            input=script,
            capture_output=True,
            text=True,
            cwd=pages.ROOT,
            env=environment,
            timeout=900,
            check=False,
        )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
