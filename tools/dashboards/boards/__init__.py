# SPDX-License-Identifier: Apache-2.0
"""The dashboards, one per file; a row of the large one about a single node each has a file of its own."""
