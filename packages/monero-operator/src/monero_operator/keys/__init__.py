# SPDX-License-Identifier: Apache-2.0
"""Keys of Tor and I2P in the formats of their programs: made, validated, and turned into addresses."""
