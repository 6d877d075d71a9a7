# SPDX-License-Identifier: Apache-2.0
"""The quantiles of summaries, as the exporters of 2021 had them."""

LAST_BLOCK = (0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0)
CONNECTIONS = (0.25, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)
GO_EXPORTER = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0)
