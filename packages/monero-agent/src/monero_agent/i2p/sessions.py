# SPDX-License-Identifier: Apache-2.0
"""What others encrypt to a destination by, which i2pd keeps in its folder for the next time, and should not.

An i2pd that was killed has lost all sessions. Were it back with the keys that it had, others would go on with theirs,
which it cannot read, for a minute and a half; with new ones they begin anew as soon as they have the new lease set.
The address stays: it is of another key.
"""

from pathlib import Path

_FOLDER = "destinations"


def forget(data: Path) -> None:
    """Remove the files, which i2pd reads only when a destination begins."""
    for file in (data / _FOLDER).glob("*.dat"):
        file.unlink(missing_ok=True)
