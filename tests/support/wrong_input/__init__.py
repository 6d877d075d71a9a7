# SPDX-License-Identifier: Apache-2.0
"""Wrong custom resources, one table per kind, and what is said of each.

What the schema or a rule can see is wrong is refused by the API server; the rest becomes a condition. `says` is a part
of the sentence by which a person learns what to change.
"""
