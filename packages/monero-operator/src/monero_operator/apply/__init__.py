# SPDX-License-Identifier: Apache-2.0
"""Doing: children, status, events and blocks, as the plan says."""
