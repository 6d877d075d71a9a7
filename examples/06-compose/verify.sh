#!/usr/bin/env bash
# Does Prometheus see a daemon that is fit to serve, and know the rules, none of which complains?
set -euo pipefail
prometheus=${1:-http://127.0.0.1:9090}

ask() { curl -fsS --get --data-urlencode "query=$1" "$prometheus/api/v1/query"; }

# It takes Prometheus a moment to scrape for the first time.
for _ in $(seq 60); do
  case $(ask 'monero_ready == 1' 2>/dev/null || true) in *'"instance"'*) ready=yes; break ;; esac
  sleep 1
done
[ "${ready:-}" ] || { echo "no daemon is ready after a minute: $(ask monero_unready_reason==1 2>&1)" >&2; exit 1; }

rules=$(curl -fsS "$prometheus/api/v1/rules")
case $rules in *'"MoneroNodeDown"'*) ;; *) echo "the rules are not loaded" >&2; exit 1 ;; esac
case $rules in *'"health":"err"'*) echo "a rule cannot be evaluated: $rules" >&2; exit 1 ;; esac
firing=$(ask 'ALERTS{alertstate="firing"}')
case $firing in *'"alertname"'*) echo "an alert fires: $firing" >&2; exit 1 ;; esac
ask 'monero_info_height'
echo
