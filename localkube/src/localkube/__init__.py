# SPDX-License-Identifier: Apache-2.0
"""A real Kubernetes on one Linux machine: three nodes in network namespaces, no Docker, no way out.

`cli` parses, `cluster` is the recipe, everything below it does one thing. Standard library only.
"""
