# SPDX-License-Identifier: Apache-2.0
"""The table of metric families: the single source of their names, types and sentences."""
