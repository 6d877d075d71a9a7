# SPDX-License-Identifier: Apache-2.0
"""One condition per file: the spec, the facts and the clock go in, a condition comes out. Pure.

All conditions are always present, but for those of Tor and I2P, which are there where these are on. A message never
holds a time or a number that changes while nothing happens.
"""
