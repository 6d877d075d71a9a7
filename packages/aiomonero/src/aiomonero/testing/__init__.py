# SPDX-License-Identifier: Apache-2.0
"""For tests of what talks to Monero: real daemons and wallets on free ports, fakes without sockets, a pytest plugin.

Nothing here reaches the real network. A daemon has no peers but those on this machine (`closed` refuses the flags that
would change that), and asks no name server for seeds, updates, checkpoints or block lists.
"""
