#!/usr/bin/env bash
# Do the miners find blocks?
set -euo pipefail
namespace=${1:-default} kubectl=${KUBECTL:-kubectl}

$kubectl -n "$namespace" wait moneronetwork/mined --for=condition=Ready --timeout=5m
$kubectl -n "$namespace" wait monerominingnodeset/miners --for=condition=Ready --timeout=3m
$kubectl -n "$namespace" wait monerominingnodeset/miners --for=condition=Connected --timeout=2m
for _ in $(seq 60); do
  height=$($kubectl -n "$namespace" get moneronetwork mined -o jsonpath='{.status.height}')
  [ "${height:-0}" -gt 2 ] && exit 0
  sleep 2
done
echo "the miners have found no blocks: height ${height:-unknown}" >&2
exit 1
