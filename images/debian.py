# SPDX-License-Identifier: Apache-2.0
"""The lowest layer of every image: Debian packages and what they need, unpacked and never configured.

Without maintainer scripts there is no need for a shell, dpkg or apt in the image. What the scripts
would have made and a program misses is made here: accounts, compiled Python, the record of packages.
"""

import tempfile
from pathlib import Path

from images import layer, program
from images.spec import Image

# gpg and the keyring, so that suites newer than this machine's own are verified too.
PACKAGES = ("mmdebstrap", "gpg", "debian-archive-keyring")
_ARCHITECTURE = "amd64"
_TIMEOUT_SECONDS = 900
_SECONDS_PER_DAY = 86400

# Scanners for known flaws and licences read one file per package here, as in other images without dpkg.
_RECORD_PACKAGES = """set -eu
records="$1/var/lib/dpkg/status.d"
mkdir -p "$records"
for package in "$1"/var/cache/apt/archives/*.deb; do
    dpkg-deb --field "$package" >"$records/$(dpkg-deb --field "$package" Package)"
done"""
# Unchecked: the files never change below an image, and looking at their times would cost start-up time.
_COMPILE_PYTHON = """set -eu
export PYTHONHASHSEED=0
chroot "$1" /usr/bin/python3 -m compileall -q --invalidation-mode unchecked-hash /usr/lib/python{version}"""

_HINT = """\
is a Debian mirror reachable from here, and does it have these versions?
`apt-cache policy PACKAGE` on the suite says which it has; images/versions.toml says which are wanted"""


def write_layer(image: Image, target: Path) -> None:
    """Unpack the image's packages into a tar without anything it does not need."""
    program.require_root("unpacking Debian packages")
    program.require("mmdebstrap", *PACKAGES)
    with tempfile.TemporaryDirectory(prefix="monero-images-") as directory:
        tree = Path(directory, "tree.tar")
        program.run(command(image, tree), timeout_seconds=_TIMEOUT_SECONDS, hint=_HINT, env={"SOURCE_DATE_EPOCH": "0"})
        layer.clean(tree, target, drop=image.drop, keep=image.keep, user=image.user)


def command(image: Image, tree: Path) -> list[str]:
    """The mmdebstrap call that writes the packages' tree; mirrors are those that it knows."""
    hooks = [_RECORD_PACKAGES, *([_COMPILE_PYTHON.format(version=image.python.version)] if image.python else [])]
    return [
        "mmdebstrap",
        "--variant=extract",
        f"--architectures={_ARCHITECTURE}",
        "--include=" + ",".join(image.packages),
        *(f"--extract-hook={hook}" for hook in hooks),
        *_index_options(image.index_valid_days),
        image.suite,
        str(tree),
    ]


def _index_options(valid_days: int) -> list[str]:
    if not valid_days:
        return []
    return [f'--aptopt=Acquire::Min-ValidTime "{valid_days * _SECONDS_PER_DAY}"']
