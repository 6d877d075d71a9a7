# SPDX-License-Identifier: Apache-2.0
"""Deciding: what was asked for and what was seen go in, a Plan comes out. Pure: the clock is an argument.

Invariants, each with the test that guards it (tests/unit/monero_operator/plan):
- deciding twice on the same facts gives the same plan (test_convergence);
- applying plans to a world reaches a plan that changes nothing (test_convergence);
- a daemon that does not answer changes conditions, never children (test_decide);
- a wrong spec changes conditions, never children, and never raises (test_decide);
- at most one serving pod is restarted at a time, and only while all others serve in sync (test_rollout);
- no pod is made before the addresses that it dials are known (test_children);
- no chain is deleted that the user did not ask to delete (test_pruning).
"""
