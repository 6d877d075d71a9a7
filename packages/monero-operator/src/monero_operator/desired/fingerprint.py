# SPDX-License-Identifier: Apache-2.0
"""What a pod template says, in short, so that a new one is told from the one before (`naming.LABEL_TEMPLATE`)."""

import hashlib

import msgspec

from monero_operator.desired import shapes

_encoder = msgspec.json.Encoder(order="deterministic")


def of(pod: shapes.PodTemplate) -> str:
    """Return the fingerprint."""
    return hashlib.blake2b(_encoder.encode(pod), digest_size=8).hexdigest()
