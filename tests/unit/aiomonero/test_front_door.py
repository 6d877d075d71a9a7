# SPDX-License-Identifier: Apache-2.0
"""The front door of the library."""

import subprocess
import sys


def test_importing_the_library_loads_no_network_code_and_no_codecs() -> None:
    """A program that only needs a type does not pay for HTTP or an event loop."""
    program = "import sys, aiomonero; print(*{'aiohttp', 'asyncio', 'ssl', 'msgspec'} & sys.modules.keys())"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)

    assert answer.stdout.strip() == ""
