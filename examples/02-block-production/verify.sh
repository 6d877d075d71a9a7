#!/usr/bin/env bash
# Do all peers reach the initial blocks and go on together?
set -euo pipefail
namespace=${1:-default} kubectl=${KUBECTL:-kubectl}

$kubectl -n "$namespace" wait moneronetwork/demo --for=condition=Ready --timeout=5m
for _ in $(seq 60); do
  height=$($kubectl -n "$namespace" get moneronetwork demo -o jsonpath='{.status.height}')
  [ "${height:-0}" -gt 11 ] && break
  sleep 2
done
[ "${height:-0}" -gt 11 ] || { echo "no blocks beyond the initial ten: height ${height:-unknown}" >&2; exit 1; }
$kubectl -n "$namespace" wait moneronetwork/demo --for=condition=Synced --timeout=1m
