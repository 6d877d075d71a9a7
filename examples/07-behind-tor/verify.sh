#!/usr/bin/env bash
# Are three nodes ready, do their keys fit, and is RPC answered at the onion and at the I2P address that they share?
set -euo pipefail
namespace=${1:-behind-tor} kubectl=${KUBECTL:-kubectl}

# Ask a URL for a block height through a SOCKS proxy, as a wallet elsewhere would.
ask='
import asyncio, sys
from aiomonero.node import Node
from aiomonero.types.proxy import Proxy

async def main():
    async with Node(sys.argv[1], proxy=Proxy.parse(sys.argv[2])) as node:
        print((await node.rpc.get_height()).height)

asyncio.run(main())
'

# An address is reached some time after its keys are made: tor and i2pd first have to tell others of it.
await() {
  for _ in $(seq 40); do
    url=$($kubectl -n "$namespace" get moneronodeset nodes -o "jsonpath={.status.$1.rpcURL}")
    if [ -n "$url" ] && $kubectl -n "$namespace" exec nodes-0 -c exporter -- python3 -c "$ask" "$url" "$2" 2>/dev/null
    then
      return
    fi
    sleep 3
  done
  echo "no answer from ${url:-$1, which has no address yet}" >&2
  exit 1
}

$kubectl -n "$namespace" wait moneronodeset/nodes --for=condition=Ready --timeout=5m
$kubectl -n "$namespace" wait moneronodeset/nodes --for=condition=KeysValid --timeout=1m
await tor socks5://tor-network:9150
await i2p socks5://i2p-network:4447
