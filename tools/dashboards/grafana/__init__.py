# SPDX-License-Identifier: Apache-2.0
"""Dashboards as Grafana's JSON (schema version 39: Grafana 10 and newer)."""
