# SPDX-License-Identifier: Apache-2.0
"""What an API server does, as tests that hold on a real one and on the one in memory alike.

A module of tests takes the classes, and gives a fixture `api`: a server, a namespace of the test's own, a way to make
the server forget its history. No controller runs: what garbage collectors do is none of the server's behavior.
"""

import pytest

pytest.register_assert_rewrite(
    *(f"{__name__}.{name}" for name in ("applies", "deletions", "lists", "ownership", "patches", "statuses", "watches"))
)
