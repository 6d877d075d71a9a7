# SPDX-License-Identifier: Apache-2.0
"""The loop that turns changed keys into reconciles (`loop`), and what a reconcile writes with (`apply`, `status`)."""
