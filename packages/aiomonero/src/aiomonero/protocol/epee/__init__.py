# SPDX-License-Identifier: Apache-2.0
"""epee's portable storage, the binary format of Monero's P2P messages and of its `.bin` answers.

A document is one section: names and values, where a value is an integer of a stated width, a double, a bool, a string
of bytes, a section, or an array of values of one kind (contrib/epee/include/storages of monero 0.18).
"""
