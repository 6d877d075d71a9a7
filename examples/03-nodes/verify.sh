#!/usr/bin/env bash
# Are three nodes ready, connected with each other, and is RPC answered behind the Service?
set -euo pipefail
namespace=${1:-default} kubectl=${KUBECTL:-kubectl}

$kubectl -n "$namespace" wait moneronodeset/nodes --for=condition=Ready --timeout=5m
$kubectl -n "$namespace" wait moneronodeset/nodes --for=condition=Peered --timeout=2m
synced=$($kubectl -n "$namespace" get moneronodeset nodes -o jsonpath='{.status.syncedReplicas}')
[ "$synced" = 3 ] || { echo "only ${synced:-none} of 3 nodes are in sync" >&2; exit 1; }
# The API server passes the question on to the Service.
answer=$($kubectl get --raw "/api/v1/namespaces/$namespace/services/nodes:rpc/proxy/get_height")
case $answer in *'"height": 1'*) ;; *) echo "the Service nodes answers: $answer" >&2; exit 1 ;; esac
