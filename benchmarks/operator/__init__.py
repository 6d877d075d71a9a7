# SPDX-License-Identifier: Apache-2.0
"""What the operator costs: node sets with their true children against a real kube-apiserver, and daemons to be polled.

`python -m benchmarks.operator 100 1000 5000` prints what `docs/explanation/performance.md` tells.
"""
