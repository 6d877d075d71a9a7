# SPDX-License-Identifier: Apache-2.0
"""Pictures of dashboards, drawn from what a Prometheus answers to the panels' own questions."""
