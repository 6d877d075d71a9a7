# SPDX-License-Identifier: Apache-2.0
"""Methods about single outputs: freezing them, and handing outputs and key images to another wallet."""

import msgspec

from aiomonero.methods.method import HOURS, Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.wallet.offline import ExportedKeyImages, ImportedKeyImages


class KeyImageParams(msgspec.Struct, frozen=True):
    """An output, named by its key image."""

    key_image: str


class FrozenResult(msgspec.Struct, frozen=True):
    """Whether the wallet leaves the output alone."""

    frozen: bool


class ExportOutputsParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """All outputs, or those that were not exported yet; `start` and `count` need 0.18.4.0."""

    all: bool
    start: int = 0
    count: int = 0xFFFFFFFF


class OutputsData(msgspec.Struct, frozen=True):
    """Outputs for another wallet of the same keys."""

    outputs_data_hex: str


class ImportedResult(msgspec.Struct, frozen=True):
    """How many outputs came in."""

    num_imported: int


class ExportKeyImagesParams(msgspec.Struct, frozen=True):
    """All key images, or those that were not exported yet."""

    all: bool


FREEZE = Method("freeze", KeyImageParams, Done, is_public=True, versions=versions.ALWAYS, public=versions.UNTIL_1_32)
THAW = Method("thaw", KeyImageParams, Done, is_public=True, versions=versions.ALWAYS, public=versions.UNTIL_1_32)
FROZEN = Method("frozen", KeyImageParams, FrozenResult, is_public=True, versions=versions.ALWAYS)
EXPORT_OUTPUTS = Method("export_outputs", ExportOutputsParams, OutputsData, is_public=False, versions=versions.ALWAYS)
IMPORT_OUTPUTS = Method("import_outputs", OutputsData, ImportedResult, is_public=False, versions=versions.ALWAYS)
EXPORT_KEY_IMAGES = Method(
    "export_key_images",
    ExportKeyImagesParams,
    ExportedKeyImages,
    is_public=True,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
IMPORT_KEY_IMAGES = Method(
    "import_key_images",
    ExportedKeyImages,
    ImportedKeyImages,
    is_public=False,
    versions=versions.ALWAYS,
    patience_seconds=HOURS,
)
