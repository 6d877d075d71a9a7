# SPDX-License-Identifier: Apache-2.0
"""The fixtures of journeys: a cluster with the operator, and a namespace for each test."""

from tests.support.journeys import client, namespace, pytest_collection_modifyitems, pytest_terminal_summary

__all__ = ["client", "namespace", "pytest_collection_modifyitems", "pytest_terminal_summary"]
