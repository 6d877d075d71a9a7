# SPDX-License-Identifier: Apache-2.0
"""The programs of the image `anonymity`, run here: tor, tor-gencert, i2pd, onionbalance, and the Python beside them.

Each is one file to start, as the agent takes it; they stand beside the Debian packages that `releases` unpacks.
"""

import dataclasses
import functools
import shlex
import stat
from pathlib import Path

from images import spec
from tests.support import releases

IMAGE = "anonymity"

_PYTHON = "python3"
_WRAPPER = """#!/bin/sh
{environment}exec {command} "$@"
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Programs:
    """Files to start. `python` is the image's, which finds onionbalance and what it needs."""

    tor: str
    tor_gencert: str
    i2pd: str
    onionbalance: str
    python: str
    root: Path

    @property
    def i2pd_certificates(self) -> Path:
        return self.root / "usr/share/i2pd/certificates"


@functools.cache
def programs(image: str = IMAGE) -> Programs:
    """Return the programs of an image, fetched if need be (half a minute)."""
    root = releases.root(spec.load()[image])
    folder = root / "wrapped"
    folder.mkdir(exist_ok=True)
    python = releases.run_in(root, _PYTHON)
    return Programs(
        tor=_wrap(folder / "tor", releases.run_in(root, "tor")),
        tor_gencert=_wrap(folder / "tor-gencert", releases.run_in(root, "tor-gencert")),
        i2pd=_wrap(folder / "i2pd", releases.run_in(root, "i2pd")),
        onionbalance=_wrap(folder / "onionbalance", (*python, str(root / "usr/sbin/onionbalance")), home=root / "usr"),
        python=_wrap(folder / "python", python, home=root / "usr"),
        root=root,
    )


def _wrap(file: Path, command: releases.Command, *, home: Path | None = None) -> str:
    environment = f"export PYTHONHOME={shlex.quote(str(home))}\n" if home else ""
    text = _WRAPPER.format(environment=environment, command=shlex.join(command))
    if not file.exists() or file.read_text() != text:
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_text(text)
        unfinished.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
        unfinished.rename(file)
    return str(file)
