# SPDX-License-Identifier: Apache-2.0
"""The library's sockets: HTTP, and calls made of one request value and one answer."""
