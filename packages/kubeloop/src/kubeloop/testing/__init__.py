# SPDX-License-Identifier: Apache-2.0
"""Public fakes for tests of controllers: an API server in memory (`cluster`) and a clock that never waits (`clock`)."""
