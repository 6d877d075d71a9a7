#!/usr/bin/env bash
# Makes the virtual environment: pinned tools with hashes, then the packages of this checkout, editable.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3} venv=${VENV:-.venv}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed, $("$python" --version) was found: make PYTHON=/path/to/python3.11" >&2
  exit 1
}
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  echo "Installing python3-venv ..."
  apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
fi
[ -x "$venv/bin/pip" ] || "$python" -m venv --clear "$venv"
echo "Installing Python packages into $venv ..."
"$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
"$venv/bin/pip" install -q --disable-pip-version-check --no-deps --no-build-isolation \
  -e packages/aiomonero -e packages/kubeloop -e packages/monero-agent -e packages/monero-exporter -e packages/monero-operator -e localkube
