# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a key, without a byte of it: the sentence goes to conditions, events and logs."""


class MalformedError(ValueError):
    """Not a key that tor or i2pd should be given; its text completes "the entry NAME …"."""
