#!/usr/bin/env bash
# Compiles requirements/*.in into pins with hashes, without addresses of any index.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-.venv/bin}
[ -x "$bin/uv" ] || "$bin/pip" install -q uv
compile=("$bin/uv" pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links
  --custom-compile-command "make pins")
"${compile[@]}" --universal --python-version 3.11 requirements/dev.in -o requirements/dev.txt
"${compile[@]}" --python-version 3.13 --python-platform x86_64-manylinux_2_28 requirements/operator.in -o requirements/operator.txt
