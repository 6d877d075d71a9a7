# SPDX-License-Identifier: Apache-2.0
"""Dashboards of Grafana as values: what they show, how Grafana writes it, and what a check or a picture asks."""
