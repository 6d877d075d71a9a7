# SPDX-License-Identifier: Apache-2.0
"""Levin, the language of Monero's peers: framed messages that are requests, answers to them, or mere news.

`framing` cuts a stream into frames, `connection` knows who asked whom for what; the bodies are portable storage, one
file per message (contrib/epee/include/net/levin_base.h and src/p2p/p2p_protocol_defs.h of monero 0.18).
"""
