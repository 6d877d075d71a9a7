# SPDX-License-Identifier: Apache-2.0
"""One kind of panel per file; each is given its answers and a box to fill."""
