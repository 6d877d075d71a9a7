# SPDX-License-Identifier: Apache-2.0
"""A node set: one StatefulSet."""
