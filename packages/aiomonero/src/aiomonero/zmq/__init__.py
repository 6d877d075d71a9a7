# SPDX-License-Identifier: Apache-2.0
"""What a daemon publishes over ZMQ, as one asynchronous iterator of typed values: `subscriber` is the way in.

A message passes through these, in this order: `connection` → `backlog`, which a slow consumer can fill but never
overfill → `protocol.zmqpub`, bytes into values → `continuity`, which sees what is missing between them.
Whatever goes wrong on this way becomes a `notice` among the values; the iterator itself ends only when it is closed.
"""
