# SPDX-License-Identifier: Apache-2.0
"""What is known of the Secrets that hold a set's keys: addresses and problems, and never a key."""

from typing import Literal

import msgspec

HiddenNetwork = Literal["tor", "i2p"]


class KeyRing(msgspec.Struct, frozen=True, kw_only=True):
    """One Secret. An entry is what a key is for: `rpc`, `rpc-0`, `p2p-0`, or one of these with `.previous`.

    `addresses` are those of the entries whose key is good, `bad` says what is wrong with each other one;
    `encrypted_addresses` are those of I2P at which an encrypted lease set is found.
    `misnamed` are those whose file for people tells neither, `encrypted` those where it tells the latter.
    `rotated_for` is the wish (`naming.ANNOTATION_ROTATE`) that was granted last, `is_ours` says that we made it, and
    `controller` names whose it is ("MoneroNodeSet nodes").
    """

    name: str
    uid: str
    version: str
    addresses: dict[str, str] = {}
    encrypted_addresses: dict[str, str] = {}
    bad: dict[str, str] = {}
    misnamed: tuple[str, ...] = ()
    encrypted: tuple[str, ...] = ()
    rotated_for: str = ""
    rotated_at: str = ""
    is_locked: bool = False
    is_ours: bool = False
    owner_uid: str = ""
    controller: str = ""


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a set for one network: those that are served, and its user's own, where named.

    `because` says why a Secret could not be read (no right, no answer); what it holds is then not known.
    """

    served: KeyRing | None = None
    given: KeyRing | None = None
    because: str = ""

    def address(self, entry: str) -> str | None:
        """Return the address of an entry: "" if it has none until somebody corrects its key, None if it is not known.

        A key that the user's Secret gives to two entries is taken for neither.
        """
        served, given = (ring or _NONE for ring in (self.served, self.given))
        if entry in served.addresses:
            return served.addresses[entry]
        if self.because:
            return None
        wanted = given.addresses.get(entry)
        others = [address for other, address in (served.addresses | given.addresses).items() if other != entry]
        is_wrong = entry in served.bad or entry in given.bad or wanted in others
        return "" if is_wrong else None


_NONE = KeyRing(name="", uid="", version="")
