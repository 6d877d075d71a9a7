# SPDX-License-Identifier: Apache-2.0
"""Whether this machine knows a way to an address at all."""

import socket


def exists(host: str, port: int) -> bool:
    """Ask the system for its way to an IP address; nothing is sent to anybody."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect((host, port))
        except OSError:
            return False
    return True
