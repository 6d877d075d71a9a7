# SPDX-License-Identifier: Apache-2.0
"""What the demo ends with: what runs, what it took, what to try next."""

from __future__ import annotations

from rich import table

from tools import cluster
from tools.demo import network, sets
from tools.demo.stopwatch import Stopwatch

THINGS_TO_TRY = (
    ("Ask the network how it is", "kubectl -n monero-demo describe moneronetwork demo"),
    (
        "Talk to a full node that is ready, as a wallet would",
        "kubectl get --raw /api/v1/namespaces/monero-demo/services/nodes:rpc/proxy/get_height",
    ),
    (
        "Restart the full nodes, each in sync before the next",
        "kubectl -n monero-demo annotate --overwrite moneronodeset nodes utxo.com.br/restart=once",
    ),
    ("Let three miners work", "kubectl -n monero-demo scale monerominingnodeset miners --replicas 3"),
    ("Lose a peer; it comes back with its chain", "kubectl -n monero-demo delete pod demo-2-0"),
    ("Add two peers; nobody restarts", "kubectl -n monero-demo scale moneronetwork demo --replicas 7"),
    (
        "Make a block every second",
        'kubectl -n monero-demo patch moneronetwork demo --type merge -p \'{"spec":{"blocks":{"interval":"1s"}}}\'',
    ),
)


def show(peers: list[network.Peer], beside: list[sets.Row], watch: Stopwatch) -> None:
    """Print the tables and the list of things to try."""
    out = watch.console
    out.print()
    out.print(_peers(peers))
    out.print(_beside(beside))
    out.print(_took(watch))
    out.print("[bold]Things to try next[/bold]")
    if not cluster.is_existing():
        out.print('  first, in this shell: [cyan]eval "$(.venv/bin/localkube env)"[/cyan]', markup=True)
    for number, (sentence, command) in enumerate(THINGS_TO_TRY, start=1):
        out.print(f"  {number}. {sentence}")
        out.print(f"     {command}", style="cyan", markup=False, soft_wrap=True)
    out.print("[dim]make demo-down leaves nothing of it; programs and images that were built stay in ~/.cache.[/dim]")


def _peers(peers: list[network.Peer]) -> table.Table:
    shown = table.Table(
        "peer", "machine", "height", "top hash", "peers in", "peers out", title="What runs", title_justify="left"
    )
    for peer in peers:
        hash_start = f"{peer.top_hash[:16]}…"
        shown.add_row(peer.pod, peer.machine, str(peer.height), hash_start, str(peer.peers_in), str(peer.peers_out))
    return shown


def _beside(rows: list[sets.Row]) -> table.Table:
    shown = table.Table("kind", "name", "ready", "", title="Beside it", title_justify="left")
    for row in rows:
        shown.add_row(row.kind, row.name, row.ready, row.tells)
    return shown


def _took(watch: Stopwatch) -> table.Table:
    shown = table.Table("step", "seconds", title="What it took", title_justify="left")
    shown.columns[1].justify = "right"
    for name, seconds in watch.steps:
        shown.add_row(name, f"{seconds:.1f}")
    shown.add_row("all in all", f"{watch.elapsed_seconds:.1f}", style="bold")
    return shown
