# SPDX-License-Identifier: Apache-2.0
"""One condition per file: the spec, the facts and the clock go in, a condition comes out. Pure.

All conditions are always present. A message never holds a time or a number that changes while nothing happens.
"""
