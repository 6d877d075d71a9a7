# SPDX-License-Identifier: Apache-2.0
"""One file per kind: the order of look, decide, do, report, and what is watched."""
