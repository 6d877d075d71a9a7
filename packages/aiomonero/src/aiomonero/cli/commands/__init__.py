# SPDX-License-Identifier: Apache-2.0
"""The commands, a package per group and in it a file per topic as in `aiomonero.methods`."""
