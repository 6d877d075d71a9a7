# SPDX-License-Identifier: Apache-2.0
"""The HTTP side: what is served at which path, and how metrics are written."""
