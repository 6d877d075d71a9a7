# SPDX-License-Identifier: Apache-2.0
"""What goes wrong while images are built: errors whose messages say what to do."""


class BuildError(Exception):
    """An image cannot be built, read or pushed."""


class SourcesChanged(BuildError):
    """Our code was edited while it was built, so that the result has no right name."""
