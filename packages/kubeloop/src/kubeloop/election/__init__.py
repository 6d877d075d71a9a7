# SPDX-License-Identifier: Apache-2.0
"""One leader among many processes, by a Lease: who may write, until when, and who follows.

The promise: at no instant do two processes hold a permit, and no write starts after its permit has ended. Three things
carry it. A leader counts from before it asked for its last renewal, an observer from after it saw it, each on the
clock that errs on the safe side. Every write of the Lease but its making names the version that it replaces, so a
contender only ever takes what it has watched unchanged for the whole time. And whoever finds the Lease deleted makes
it anew as held by nobody known, and waits like everybody else. Guard: the property over delays, failures, stopped
processes, jumping clocks and deletions in tests/unit/kubeloop/election/test_safety.py.

It holds for writes that start: what was sent before may still arrive while the server works on it. Who empties the
holder of a Lease by hand says that it is free, and takes that promise back.
"""
