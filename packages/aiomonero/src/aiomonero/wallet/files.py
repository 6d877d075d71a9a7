# SPDX-License-Identifier: Apache-2.0
"""Calls about wallets as files: making, opening, closing them, and the secrets that they are made of."""

from aiomonero.methods.wallet import files
from aiomonero.types.wallet.server import MadeWallet
from aiomonero.wallet import calls

KeysOfWallet = files.FromKeysParams
SeedOfWallet = files.RestoreParams


class FileCalls(calls.Calls):
    """The wallets in the server's folder, one of which can be open."""

    async def create_wallet(self, filename: str, password: str, *, language: str = "English") -> None:
        """Make a wallet and open it; raises Rejected where there is one of that name."""
        await self._caller.call(files.CREATE_WALLET, files.CreateParams(filename, password, language))

    async def open_wallet(self, filename: str, password: str, *, autosave_current: bool = True) -> None:
        """Open a wallet, after closing the one that is open.

        Raises Rejected where there is none, or where the password is wrong: the server has one code for both.
        """
        await self._caller.call(files.OPEN_WALLET, files.OpenParams(filename, password, autosave_current))

    async def close_wallet(self, *, autosave_current: bool = True) -> None:
        """Save and close the wallet."""
        await self._caller.call(files.CLOSE_WALLET, files.CloseParams(autosave_current))

    async def store(self) -> None:
        """Save the wallet."""
        await self._caller.call(files.STORE, None)

    async def change_wallet_password(self, old_password: str, new_password: str) -> None:
        """Change what opens the wallet; raises Unauthorized where the old password is wrong."""
        await self._caller.call(files.CHANGE_WALLET_PASSWORD, files.PasswordParams(old_password, new_password))

    async def generate_from_keys(self, keys: KeysOfWallet) -> MadeWallet:
        """Make a wallet of keys and open it; without a spend key it can only see."""
        return await self._caller.call(files.GENERATE_FROM_KEYS, keys)

    async def restore_deterministic_wallet(self, seed: SeedOfWallet) -> MadeWallet:
        """Make a wallet of a seed and open it."""
        return await self._caller.call(files.RESTORE_DETERMINISTIC_WALLET, seed)

    async def query_key(self, key_type: str) -> str:
        """Return a secret: "mnemonic", "view_key" or "spend_key". Whoever has one has the wallet."""
        return (await self._caller.call(files.QUERY_KEY, files.KeyParams(key_type))).key
