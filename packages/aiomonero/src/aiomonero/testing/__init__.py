# SPDX-License-Identifier: Apache-2.0
"""Public helpers for the tests of those who use the library."""
