# SPDX-License-Identifier: Apache-2.0
"""What the exporter costs, and how long its readers wait."""
