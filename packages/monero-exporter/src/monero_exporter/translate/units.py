# SPDX-License-Identifier: Apache-2.0
"""Units that daemons and the exporters of 2021 count in."""

PICONERO_PER_XMR = 10**12
PICONERO_PER_MICRONERO = 10**6
BYTES_PER_KIB = 1024


def micronero_per_kib(fee_piconero: int, size_bytes: int) -> float:
    """Return a transaction's fee by its size, as the Go exporter told it."""
    return fee_piconero / PICONERO_PER_MICRONERO / size_bytes * BYTES_PER_KIB
