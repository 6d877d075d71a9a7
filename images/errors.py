# SPDX-License-Identifier: Apache-2.0
"""What goes wrong while images are built: one error, whose message says what to do."""


class BuildError(Exception):
    """An image cannot be built, read or pushed."""
