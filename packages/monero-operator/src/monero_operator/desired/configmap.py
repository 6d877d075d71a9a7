# SPDX-License-Identifier: Apache-2.0
"""The ConfigMap of a node set: for each ordinal the lines of monerod's configuration file that are its own.

Two annotations tell which pods do not know their lines, as a running container keeps the file that it was started with:
see `plan.nodeset.lines`. What others wrote into them is not an ordinal's, and ignored.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping

from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.desired import parent, shapes
from monero_operator.desired.parent import Parent

_KEY = re.compile(r"(0|[1-9][0-9]*)\.conf")
_PAIR = re.compile(r"(0|[1-9][0-9]*)=([^,=]+)")


def build(owner: Parent, contents: Mapping[int, str], outdated: Mapping[int, str]) -> shapes.ConfigMap:
    """Return the ConfigMap with each ordinal's file, and the uids of the pods that were started with another one."""
    written = {ordinal: fingerprint(content) for ordinal, content in contents.items()}
    annotations = {naming.ANNOTATION_WRITTEN: _joined(written)} | (
        {naming.ANNOTATION_OUTDATED: _joined(outdated)} if outdated else {}
    )
    return shapes.ConfigMap(
        metadata=parent.metadata(owner, naming.config(owner.name), owner.labels, annotations),
        data={naming.config_key(ordinal): content for ordinal, content in contents.items()},
    )


def content(lines: Iterable[Argument]) -> str:
    """Return lines as monerod reads them from a file, where a switch has the value 1."""
    return "".join(f"{line.flag}={'1' if line.value is None else line.value}\n" for line in lines)


def values(content: str, flag: str) -> tuple[str, ...]:
    """Return the values of a flag in a file, in their order."""
    lines = (line.partition("=") for line in content.splitlines())
    return tuple(value for name, _, value in lines if name == flag)


def fingerprint(content: str) -> str:
    """Return what a file says, in short."""
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def contents(live: shapes.ConfigMap) -> dict[int, str]:
    """Return the files by ordinal."""
    return {int(match[1]): text for key, text in live.data.items() if (match := _KEY.fullmatch(key))}


def by_ordinal(live: shapes.ConfigMap, annotation: str) -> dict[int, str]:
    """Return what an annotation says of each ordinal."""
    return {int(ordinal): value for ordinal, value in _PAIR.findall(live.metadata.annotations.get(annotation, ""))}


def _joined(values: Mapping[int, str]) -> str:
    return ",".join(f"{ordinal}={value}" for ordinal, value in sorted(values.items()))
