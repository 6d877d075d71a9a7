# SPDX-License-Identifier: Apache-2.0
"""What the operator tells of itself: logs, metrics, health."""
