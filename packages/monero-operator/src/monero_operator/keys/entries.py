# SPDX-License-Identifier: Apache-2.0
"""How keys stand in a Secret: an entry says what its key is for, and has a file for the key and one for people.

Entries are `rpc`, `rpc-0`, `p2p-0`; with `.previous` the key that one had before its last rotation.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from monero_operator.keys import i2p, onion
from monero_operator.keys.malformed import MalformedError

PREVIOUS = ".previous"
SHARED = "rpc"
"""The entry of the address that all nodes share, or that of the only one."""

Changes = dict[str, bytes | None]
"""What becomes of the files of a Secret; None is deletion."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How the keys of one network are made, read and named."""

    suffix: str
    label: str
    entropy_bytes: int
    make: Callable[[bytes], bytes]
    address: Callable[[bytes], str]
    encrypted_address: Callable[[bytes], str] | None = None

    def file(self, entry: str) -> str:
        """Return the name of the file with the key of an entry."""
        current = entry.removesuffix(PREVIOUS)
        return current + self.suffix + entry[len(current) :]

    def name_file(self, entry: str) -> str:
        """Return the name of the file that tells people the address of an entry."""
        return entry + self.label


TOR = Form(
    suffix=".secret_key",
    label=".hostname",
    entropy_bytes=onion.ENTROPY_BYTES,
    make=onion.make,
    address=onion.address,
)
I2P = Form(
    suffix=".dat",
    label=".b32",
    entropy_bytes=i2p.ENTROPY_BYTES,
    make=i2p.make,
    address=i2p.address,
    encrypted_address=i2p.encrypted_address,
)
FORMS = {"tor": TOR, "i2p": I2P}

_CURRENT = re.compile(r"rpc|(?:rpc|p2p)-(?:0|[1-9][0-9]?)")
_SECRET_2021, _PUBLIC_2021, _HOSTNAME_2021 = "hs_ed25519_secret_key", "hs_ed25519_public_key", "hostname"
"""The names of files in tor's own directories, by which users of 2021 kept their keys."""


def by_purpose(entry: str) -> tuple[bool, int, str]:
    """Return where people look for an entry: what all nodes share, then what each has for clients, and for peers."""
    purpose, _, ordinal = entry.removesuffix(PREVIOUS).partition("-")
    return purpose != SHARED, int(ordinal or -1), entry


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a Secret: addresses of good keys, and what is wrong with others.

    `misnamed` are those whose file for people tells neither of their addresses, `encrypted` those where it tells the
    one of an encrypted lease set.
    """

    addresses: dict[str, str]
    encrypted_addresses: dict[str, str]
    bad: dict[str, str]
    misnamed: tuple[str, ...] = ()
    encrypted: tuple[str, ...] = ()


def is_entry(name: str) -> bool:
    """Say whether this is what a current key could be for."""
    return _CURRENT.fullmatch(name) is not None


def read(form: Form, files: Mapping[str, bytes]) -> Read:
    """Return what the files of a Secret of ours say."""
    found = Read(addresses={}, encrypted_addresses={}, bad={})
    for entry, secret in sorted(_secrets(form, files).items()):
        try:
            address = form.address(secret)
        except MalformedError as error:
            found.bad[entry] = str(error)
            continue
        found.addresses[entry] = address
        if form.encrypted_address:
            found.encrypted_addresses[entry] = form.encrypted_address(secret)
    return _with_names(form, files, found)


def _with_names(form: Form, files: Mapping[str, bytes], found: Read) -> Read:
    told = {entry: files.get(form.name_file(entry)) for entry in found.addresses if not entry.endswith(PREVIOUS)}
    plain = {entry for entry, line in told.items() if line == _line(found.addresses[entry])}
    encrypted = {entry for entry, line in told.items() if line == _line(found.encrypted_addresses.get(entry, ""))}
    return msgspec.structs.replace(
        found, misnamed=tuple(sorted(told.keys() - plain - encrypted)), encrypted=tuple(sorted(encrypted))
    )


def read_given(form: Form, files: Mapping[str, bytes]) -> Read:
    """Return what the files of a user's own Secret say; what stands beside a key must belong to it."""
    found = read(form, given_files(form, files))
    for entry, address in tuple(found.addresses.items()):
        twins = [other for other, its in found.addresses.items() if its == address and other < entry]
        problem = _strangers(files) if form is TOR and entry == SHARED and _is_of_2021(form, files) else ""
        problem = f"has the same key as {twins[0]}" if twins else problem
        if problem:
            del found.addresses[entry]
            found.bad[entry] = problem
    return msgspec.structs.replace(found, misnamed=(), encrypted=())


def given_files(form: Form, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a user's own Secret by our names, and no previous keys."""
    taken = {form.file(entry): secret for entry, secret in _secrets(form, files).items() if PREVIOUS not in entry}
    return {form.file(SHARED): files[_SECRET_2021]} | taken if _is_of_2021(form, files) else taken


def changes(
    form: Form,
    files: Mapping[str, bytes],
    new: Mapping[str, bytes],
    *,
    keeps_previous: bool = False,
    named: Iterable[str] = (),
    encrypted: Collection[str] = (),
    retired: Iterable[str] = (),
) -> Changes:
    """Return what becomes of the files of a Secret that gets new keys by entry.

    With `keeps_previous` the key that one replaces is kept beside it if it is good. `named` are entries whose file for
    people is written anew, `encrypted` those where it tells the address of an encrypted lease set, `retired` those that
    go.
    """

    def told(entry: str, secret: bytes) -> bytes:
        address = form.encrypted_address if entry in encrypted and form.encrypted_address else form.address
        return _line(address(secret))

    changed: Changes = {form.file(entry): None for entry in retired}
    for entry, secret in new.items():
        changed |= {form.file(entry): secret, form.name_file(entry): told(entry, secret)}
        before = files.get(form.file(entry))
        if keeps_previous and before is not None and _is_good(form, before):
            changed[form.file(entry + PREVIOUS)] = before
    for entry in named:
        changed[form.name_file(entry)] = told(entry, files[form.file(entry)])
    return changed


def filled(files: Mapping[str, bytes], entropy: bytes) -> Changes:
    """Return the files that a Secret of 2021 lacks; raises `MalformedError` if those that are there are not one key's.

    A key is made only where there is none, and none of its other files either.
    """
    if _SECRET_2021 not in files and (_PUBLIC_2021 in files or _HOSTNAME_2021 in files):
        raise MalformedError(f"is missing, though {_PUBLIC_2021} or {_HOSTNAME_2021} tells of one")
    secret = files[_SECRET_2021] if _SECRET_2021 in files else onion.make(entropy)
    wanted: Changes = {
        _SECRET_2021: secret,
        _PUBLIC_2021: onion.public_file(secret),
        _HOSTNAME_2021: _line(onion.address(secret)),
    }
    if problem := _strangers(files):
        raise MalformedError(problem)
    return {name: content for name, content in wanted.items() if name not in files}


def _strangers(files: Mapping[str, bytes]) -> str:
    """Return what is wrong with the files beside a good key of 2021."""
    secret = files.get(_SECRET_2021)
    if secret is None:
        return ""
    if files.get(_PUBLIC_2021, onion.public_file(secret)) != onion.public_file(secret):
        return f"does not belong to {_PUBLIC_2021} beside it"
    named = files.get(_HOSTNAME_2021, b"").strip()
    is_right = named in (b"", _line(onion.address(secret)).strip())
    return "" if is_right else f"does not belong to {_HOSTNAME_2021} beside it"


def _is_of_2021(form: Form, files: Mapping[str, bytes]) -> bool:
    return form is TOR and _SECRET_2021 in files and form.file(SHARED) not in files


def _secrets(form: Form, files: Mapping[str, bytes]) -> dict[str, bytes]:
    found = {}
    for name, content in files.items():
        current, suffix, rest = name.partition(form.suffix)
        if suffix and rest in ("", PREVIOUS) and _CURRENT.fullmatch(current):
            found[current + rest] = content
    return found


def _is_good(form: Form, secret: bytes) -> bool:
    try:
        form.address(secret)
    except MalformedError:
        return False
    return True


def _line(address: str) -> bytes:
    return f"{address}\n".encode()
