# SPDX-License-Identifier: Apache-2.0
"""Calls about single outputs: freezing them, and handing outputs and key images to another wallet."""

from aiomonero.methods.wallet import outputs
from aiomonero.types.wallet.offline import ExportedKeyImages, ImportedKeyImages
from aiomonero.wallet import calls

_ALL_THERE_ARE = 0xFFFFFFFF


class OutputCalls(calls.Calls):
    """Outputs by their key images, and outputs for a wallet that signs elsewhere."""

    async def freeze(self, key_image: str) -> None:
        """Leave an output alone until it thaws."""
        await self._caller.call(outputs.FREEZE, outputs.KeyImageParams(key_image))

    async def thaw(self, key_image: str) -> None:
        """Let an output be spent again."""
        await self._caller.call(outputs.THAW, outputs.KeyImageParams(key_image))

    async def frozen(self, key_image: str) -> bool:
        """Return whether an output is frozen."""
        return (await self._caller.call(outputs.FROZEN, outputs.KeyImageParams(key_image))).frozen

    async def export_outputs(self, *, all: bool = False, start: int = 0, count: int = _ALL_THERE_ARE) -> str:  # noqa: A002 - the method's own word
        """Return outputs in hex: all of them, or those that were not exported yet; a part of them from 0.18.4.0 on."""
        return (
            await self._caller.call(outputs.EXPORT_OUTPUTS, outputs.ExportOutputsParams(all, start, count))
        ).outputs_data_hex

    async def import_outputs(self, outputs_data_hex: str) -> int:
        """Take in what a wallet of the same keys exported, and return how many outputs that were."""
        return (await self._caller.call(outputs.IMPORT_OUTPUTS, outputs.OutputsData(outputs_data_hex))).num_imported

    async def export_key_images(self, *, all: bool = False) -> ExportedKeyImages:  # noqa: A002 - the method's own word
        """Return all key images, or those that were not exported yet."""
        return await self._caller.call(outputs.EXPORT_KEY_IMAGES, outputs.ExportKeyImagesParams(all))

    async def import_key_images(self, images: ExportedKeyImages) -> ImportedKeyImages:
        """Let a view-only wallet know what was spent; its daemon must be trusted."""
        return await self._caller.call(outputs.IMPORT_KEY_IMAGES, images)
