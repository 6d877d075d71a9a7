# SPDX-License-Identifier: Apache-2.0
"""Runs the integration tests: those over Tor and I2P, which wait more than they work, beside all others."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence

WORKS = "tests/integration"
WAITS = "tests/integration/anonymity"
END_SECONDS = 900.0
"""For those that wait, once the others have ended; alone they take seven minutes."""
LAST_CHANCE_SECONDS = 60.0
"""To end its tors, i2pds and daemons."""


def main(pytest: Sequence[str] = (sys.executable, "-m", "pytest")) -> int:
    """Run both, show the output of the second when it is complete, and return 0 if all tests passed."""
    with tempfile.TemporaryFile() as output:
        waiting = subprocess.Popen(["nice", *pytest, WAITS], stdout=output, stderr=subprocess.STDOUT)
        try:
            works = subprocess.run([*pytest, WORKS, "--ignore", WAITS], check=False).returncode
            print(f"waiting for {WAITS}", flush=True)
            waits = waiting.wait(END_SECONDS)
        finally:
            _end(waiting)
            output.seek(0)
            print(output.read().decode(errors="replace"), flush=True)
    return works or waits


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(LAST_CHANCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
