#!/usr/bin/env bash
# Is every one of the twenty peers up, and does each see the nineteen others?
set -euo pipefail
namespace=${1:-default} kubectl=${KUBECTL:-kubectl}

$kubectl -n "$namespace" wait moneronetwork/regtest --for=condition=Ready --timeout=5m
$kubectl -n "$namespace" wait moneronetwork/regtest --for=condition=Meshed --timeout=5m
peers=$($kubectl -n "$namespace" get moneronetwork regtest -o jsonpath='{.status.nodes[*].name}' | wc -w)
[ "$peers" = 20 ] || { echo "20 peers expected, $peers found" >&2; exit 1; }
