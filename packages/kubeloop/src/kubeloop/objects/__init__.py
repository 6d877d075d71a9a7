# SPDX-License-Identifier: Apache-2.0
"""What every Kubernetes object has: a kind, metadata, an owner, conditions; and the permissions that using one takes.

Pure values. Nothing here knows a client, a clock or an event loop.
"""
