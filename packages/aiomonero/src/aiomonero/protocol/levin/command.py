# SPDX-License-Identifier: Apache-2.0
"""What peers say to each other (p2p_protocol_defs.h and cryptonote_protocol_defs.h of monero 0.18)."""

import enum


class Command(enum.IntEnum):
    """The number of a message; those up to 1007 are asked and answered, the others are news without an answer."""

    HANDSHAKE = 1001
    TIMED_SYNC = 1002
    PING = 1003
    SUPPORT_FLAGS = 1007
    NEW_BLOCK = 2001
    NEW_TRANSACTIONS = 2002
    GET_OBJECTS = 2003
    OBJECTS = 2004
    GET_CHAIN = 2006
    CHAIN = 2007
    NEW_FLUFFY_BLOCK = 2008
    GET_FLUFFY_TRANSACTIONS = 2009
    GET_POOL_COMPLEMENT = 2010


# src/cryptonote_basic/connection_context.cpp of monero 0.18.
MOST_BYTES = {
    Command.HANDSHAKE: 65536,
    Command.TIMED_SYNC: 65536,
    Command.PING: 4096,
    Command.SUPPORT_FLAGS: 4096,
}
"""How long the body of a message may be that a light peer reads; it reads no others."""
