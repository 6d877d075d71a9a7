# SPDX-License-Identifier: Apache-2.0
"""All calls of one wallet server in one object."""

from aiomonero.wallet import (
    accounts,
    addresses,
    book,
    files,
    history,
    multisig,
    offline,
    outputs,
    proofs,
    server,
    spending,
    sync,
)


class WalletRpc(
    accounts.AccountCalls,
    addresses.AddressCalls,
    book.BookCalls,
    files.FileCalls,
    history.HistoryCalls,
    multisig.MultisigCalls,
    offline.OfflineCalls,
    outputs.OutputCalls,
    proofs.ProofCalls,
    server.ServerCalls,
    spending.SpendingCalls,
    sync.SyncCalls,
):
    """The RPC of the wallet server at a URL, over a transport that may be shared with other servers.

    Every coroutine has the name of its method. One asks about the wallet that is open, and raises NoWalletOpen where
    none is; on a server that was started with `--restricted-rpc` it raises Restricted where it would change or spend.
    """
