# SPDX-License-Identifier: Apache-2.0
"""What is generated from what: each module has `files()`, the texts by their paths in the repository."""
