#!/usr/bin/env bash
# Does Prometheus know every node, the miner and the operator, and are all rules fit to be evaluated?
set -euo pipefail
namespace=${1:-observed} kubectl=${KUBECTL:-kubectl}
api=/api/v1/namespaces/$namespace/services/prometheus:web/proxy/api/v1

# How many series an expression has, which is written without blanks and quotes.
series() {
  $kubectl get --raw "$api/query?query=count($1)" 2>/dev/null | sed -n 's/.*"value":\[[^,]*,"\([0-9]*\)"\].*/\1/p'
}

# Wait until an expression has so many series.
await() {
  for _ in $(seq 60); do
    [ "$(series "$1")" = "$2" ] && return
    sleep 2
  done
  echo "$1 has $(series "$1") series, not $2" >&2
  exit 1
}

$kubectl -n "$namespace" wait moneronetwork/observed --for=condition=Ready --timeout=5m
$kubectl -n "$namespace" wait monerominingnodeset/miners --for=condition=Ready --timeout=3m
$kubectl -n "$namespace" rollout status deployment/prometheus --timeout=3m
await 'monero_info_height>1' 3
await 'sum(monero_xmrig_hashes_per_second)>0' 1
await 'sum(monero_operator_rollouts)>0' 1
if $kubectl get --raw "$api/rules" | grep -o '"lastError":"[^"]*"' >&2; then
  exit 1
fi
