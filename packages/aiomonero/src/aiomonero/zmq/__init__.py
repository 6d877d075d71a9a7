# SPDX-License-Identifier: Apache-2.0
"""Publications of a daemon over ZMQ; the only importer of pyzmq."""
