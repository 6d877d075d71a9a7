# SPDX-License-Identifier: Apache-2.0
"""Keeping a cache equal to what the API server has, and telling handlers what changed.

`source` says what is watched and how it is kept, `reflector` lists and watches, `shared` keeps and tells.

Invariants: after a list, the cache holds exactly what the list holds (missed deletions are told too); an object that
cannot be decoded never stops the others; nothing is requested in a hot loop; own writes are seen at once.
Guards: tests/unit/kubeloop/informer, tests/integration/kubernetes/test_kubeloop_{controller,informer,chaos}.py.
"""
