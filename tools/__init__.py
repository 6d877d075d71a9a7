# SPDX-License-Identifier: Apache-2.0
"""Programs for those who work on this repository: `python -m tools.NAME`, or the Makefile's targets."""
