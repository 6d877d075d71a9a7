# SPDX-License-Identifier: Apache-2.0
"""Each RPC method as a value: its name, parameters and result, where it may be called and since when. No I/O."""
