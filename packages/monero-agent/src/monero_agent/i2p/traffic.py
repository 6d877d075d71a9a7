# SPDX-License-Identifier: Apache-2.0
"""What the page of a destination tells of its streams, and of the lease sets by which it reaches others: pure.

The links that do something carry a token, which lasts half a minute: they are taken as they stand on the page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_LEASE_SET = re.compile(r'<td>([a-z2-7]{52})</td>\s*<td><a class="button" href="(/\?cmd=expirelease&[^"\s]{1,300})"')
_STREAM = re.compile(
    r'<td>([0-9]{1,10})</td>\s*<td><a class="button" href="(/\?cmd=closestream&[^"\s]{1,300})"[^>]*>[^<]*</a></td>'
    r'\s*<td class="streamdest" title="([a-z2-7]{52})\.b32\.i2p">[^<]*</td>'
    r"\s*<td>[0-9]+</td>\s*<td>([0-9]{1,20})</td>\s*<td>([0-9]{1,9})</td>"
)


@dataclass(frozen=True, slots=True)
class Stream:
    """A connection with another destination: how many bytes came, and how many packets nobody has acknowledged yet."""

    name: str
    remote: str
    received: int
    unacknowledged: int
    closing: str


@dataclass(frozen=True, slots=True)
class Traffic:
    """All streams, and for each destination whose lease set is known the link that has it looked up anew."""

    streams: tuple[Stream, ...]
    renewing: Mapping[str, str]


def read(page: str) -> Traffic:
    """Return what a page says."""
    return Traffic(tuple(_stream(*found) for found in _STREAM.findall(page)), dict(_LEASE_SET.findall(page)))


def _stream(name: str, closing: str, remote: str, received: str, unacknowledged: str) -> Stream:
    return Stream(name, remote, int(received), int(unacknowledged), closing)
