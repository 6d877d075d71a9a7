# SPDX-License-Identifier: Apache-2.0
"""The methods of `monerod`, a file per topic."""
