# SPDX-License-Identifier: Apache-2.0
"""Which keys a set needs at Tor and I2P, and what follows for the Secrets that hold them.

Only what is missing is made. A good key is replaced by what its user asks for and by nothing else: the rotation that
the resource's annotation asks for, or a key of the user's own Secret. What that Secret has is never rotated, and while
it is not there, or an entry of it is bad, no other key takes the place: an address appears only if it was wanted.
"""
