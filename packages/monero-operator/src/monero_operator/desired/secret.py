# SPDX-License-Identifier: Apache-2.0
"""A Secret as it is read: by its metadata where all are watched, with its content for the moment it is needed."""

import msgspec

from kubeloop import errors
from kubeloop.objects.metadata import Metadata
from monero_operator import naming


class SecretMetadata(Metadata, frozen=True, kw_only=True):
    """The metadata of a Secret, with its annotations."""

    annotations: dict[str, str] = msgspec.field(default_factory=dict)


class Head(msgspec.Struct, frozen=True):
    """What is read of any Secret."""

    metadata: SecretMetadata

    @property
    def asks_for_keys(self) -> bool:
        """Whether it says, as in 2021, that it wants to be filled with the keys of an onion."""
        said = (self.metadata.labels.get(naming.FILL_WITH_KEYS), self.metadata.annotations.get(naming.FILL_WITH_KEYS))
        return naming.ONION_VERSION in said


class Secret(Head, frozen=True):
    """A Secret with its content, which must not be kept, logged or told."""

    data: dict[str, bytes] = {}


_decoder = msgspec.json.Decoder(Secret)


def read(name: str, answer: bytes) -> Secret:
    """Return the Secret of an answer; raises `Undecodable`, whose text has nothing of its content."""
    try:
        return _decoder.decode(answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.Undecodable(f"the Secret {name} is none: {type(error).__name__}") from None
