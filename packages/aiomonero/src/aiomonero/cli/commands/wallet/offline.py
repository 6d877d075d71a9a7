# SPDX-License-Identifier: Apache-2.0
"""Commands of cold signing: outputs, key images and transactions on their way between two wallets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet import blobs
from aiomonero.cli.commands.wallet.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import asking, kinds

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_key_image = click.option("--key-image", type=kinds.KEY, required=True, help="of the output")
_all = click.option("--all", "everything", is_flag=True, help="also what was exported before")
_unsigned = click.option("--unsigned-txset-file", metavar="FILE", required=True, help="what transfer gave; - is stdin")


@group.asks("freeze")
@_key_image
async def freeze(wallet: Wallet, *, key_image: str) -> object:
    """Leave an output alone until it thaws."""
    await wallet.freeze(key_image)
    return show.done("frozen")


@group.asks("thaw")
@_key_image
async def thaw(wallet: Wallet, *, key_image: str) -> object:
    """Let an output be spent again."""
    await wallet.thaw(key_image)
    return show.done("thawed")


@group.asks("frozen")
@_key_image
async def frozen(wallet: Wallet, *, key_image: str) -> object:
    """Say whether an output is frozen."""
    is_frozen = await wallet.frozen(key_image)
    return show.Answer({"frozen": is_frozen}, lambda _: "frozen" if is_frozen else "not frozen")


@group.asks("export-outputs")
@_all
async def export_outputs(wallet: Wallet, *, everything: bool) -> object:
    """Print outputs for a wallet that signs elsewhere."""
    return await wallet.export_outputs(all=everything)


@group.asks("import-outputs")
@click.option("--file", "source", metavar="FILE", required=True, help="what export-outputs gave; - is stdin")
async def import_outputs(wallet: Wallet, *, source: str) -> object:
    """Take in outputs and print how many they were."""
    return await wallet.import_outputs(blobs.read(source))


@group.asks("export-key-images")
@_all
async def export_key_images(wallet: Wallet, *, everything: bool) -> object:
    """Show key images for a wallet that only sees; --json is what import-key-images takes."""
    images = await wallet.export_key_images(all=everything)
    return show.Answer(images, lambda style: table.rows(images.signed_key_images, ("key_image", "signature"), style))


@group.asks("import-key-images")
@click.option("--file", "source", metavar="FILE", required=True, help="what export-key-images --json gave; - is stdin")
async def import_key_images(wallet: Wallet, *, source: str) -> object:
    """Let a wallet that only sees know what was spent."""
    import msgspec

    from aiomonero.types.wallet.offline import ExportedKeyImages

    try:
        images = msgspec.json.decode(blobs.read(source), type=ExportedKeyImages)
    except msgspec.MsgspecError as error:
        raise click.UsageError(f"{source} does not hold what export-key-images --json gives: {error}") from error
    return await wallet.import_key_images(images)


@group.asks("describe-transfer")
@click.option("--unsigned-txset-file", metavar="FILE", help="of a wallet that only sees; - is stdin")
@click.option("--multisig-txset-file", metavar="FILE", help="of a wallet of several signers; - is stdin")
async def describe_transfer(
    wallet: Wallet, *, unsigned_txset_file: str | None, multisig_txset_file: str | None
) -> object:
    """Show what a set of transactions would do, before it is signed."""
    if (unsigned_txset_file is None) == (multisig_txset_file is None):
        raise click.UsageError("name one file: --unsigned-txset-file or --multisig-txset-file")
    described = await wallet.describe_transfer(
        unsigned_txset=blobs.read(unsigned_txset_file) if unsigned_txset_file else "",
        multisig_txset=blobs.read(multisig_txset_file) if multisig_txset_file else "",
    )
    views = [lambda style, each=each: table.fields(each, style, _described(each)) for each in described.desc]
    return show.stacked(described, *views)


@group.asks("sign-transfer")
@_unsigned
async def sign_transfer(wallet: Wallet, *, unsigned_txset_file: str) -> object:
    """Sign what a wallet that only sees has made, and print what it can submit."""
    signed = await wallet.sign_transfer(blobs.read(unsigned_txset_file))
    return show.Answer(signed, lambda _: signed.signed_txset)


@group.asks("submit-transfer")
@click.option("--signed-txset-file", metavar="FILE", required=True, help="what sign-transfer gave; - is stdin")
@asking.yes
async def submit_transfer(wallet: Wallet, *, signed_txset_file: str, yes: bool) -> object:
    """Send what was signed, after asking, and list the hashes."""
    signed = blobs.read(signed_txset_file)
    asking.confirm("Send what was signed?", yes=yes)
    hashes = await wallet.submit_transfer(signed)
    return show.listed(hashes, table.Column("hash", str))


def _described(described: object) -> list[str]:
    return [name for name, content in table.contents(described).items() if name != "recipients" and content]
