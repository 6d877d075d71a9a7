# SPDX-License-Identifier: Apache-2.0
"""`monero address inspect`: what an address says."""

from __future__ import annotations

import click

from aiomonero.cli.commands.address.group import command
from aiomonero.cli.commands.address.group import network as network_option
from aiomonero.types.network import Network


@command("inspect")
@click.argument("address")
@network_option("refuse addresses of other networks")
def inspect(address: str, network: Network | None) -> object:
    """Check ADDRESS, and print its network, its kind, its public keys and its payment id.

    What is no address is refused with what is wrong with it. Regtest has the addresses of mainnet.
    """
    from aiomonero.keys import address as addresses

    found = addresses.decode(address, network=network)
    integrated = found.kind is addresses.Kind.INTEGRATED
    return {
        "network": found.network,
        "kind": found.kind,
        "public_spend_key": found.spend_key,
        "public_view_key": found.view_key,
        "payment_id": found.payment_id,
        "standard_address": str(found.standard()) if integrated else None,
    }
