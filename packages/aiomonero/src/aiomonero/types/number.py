# SPDX-License-Identifier: Apache-2.0
"""Numbers that are checked where they enter."""

from typing import Annotated

import msgspec

Natural = Annotated[int, msgspec.Meta(ge=0)]
"""Never below zero: counts, heights, sizes and amounts."""
MOST_PORT = 65535
"""The highest port of TCP; 0 is none to connect to."""
