# SPDX-License-Identifier: Apache-2.0
"""Public fakes for tests of controllers: an API server in memory (`cluster`) and a clock that never waits (`clock`).

Below `cluster`: `reading` and `writing` are what requests do, `storage` keeps objects and `history` their changes,
`garbage` collects, `faults` are what tests make go wrong. Pure: `ownership` is server-side apply, made of `merge`,
`fieldsets` and the types in `schema` and `resources`; `preconditions`.
Guards: tests/support/behavior, which runs here (tests/unit/kubeloop/testing) and on a kube-apiserver
(tests/integration/kubernetes/test_kubeloop_behavior.py), where random histories are compared as well.
"""
