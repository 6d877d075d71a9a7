# SPDX-License-Identifier: Apache-2.0
"""Free ports of loopback, by the rule of the library's own fixtures."""

from aiomonero.testing import loopback

RANGE = loopback.RANGE
free_ports = loopback.free_ports
