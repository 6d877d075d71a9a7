# SPDX-License-Identifier: Apache-2.0
"""A small controller runtime for Kubernetes: informers, queue, server-side apply."""

__version__ = "0.1.0"
